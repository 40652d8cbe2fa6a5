// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <map>
#include <string>
#include <vector>

#include "arrow/array.hpp"

namespace dp::arrow {

/// Emits the rows of record batches, one after the other, and rejects those with a cell that is none.
class RowsIn {
 public:
  /// `batch_bytes`: a batch is full when its texts take so many.
  RowsIn(BatchBuilder& into, std::uint64_t batch_bytes, std::uint64_t item, Output& out);

  Status add(const Batch& batch);
  /// Have the run's summary tell what was lost of the rows so far.
  Status note();

 private:
  /// Of a column: nanoseconds, which dp's timestamps do not have.
  struct Cut {
    std::uint64_t first = 0;
    std::uint64_t count = 0;
  };

  /// Fill the batch with rows of `batch` from `first` on, `most` at most. Returns how many.
  std::size_t fill(const Batch& batch, std::uint64_t first, std::size_t most);
  std::uint64_t put(const Batch& batch, std::size_t column, std::uint64_t row, std::size_t to);
  Status emit_without_rejects(const Batch& batch, std::uint64_t first, std::size_t count);

  BatchBuilder& into_;
  std::uint64_t batch_bytes_;
  std::uint64_t item_;
  Output& out_;
  std::uint64_t before_ = 0;                ///< rows of the record batches before
  std::map<std::size_t, std::string> why_;  ///< rows of the batch that are none
  std::map<std::size_t, Cut> cuts_;         ///< by column
};

}  // namespace dp::arrow
