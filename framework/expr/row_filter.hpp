// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <span>
#include <vector>

namespace dp::expr {

/// Keep some rows of batches, or repeat them.
///
/// Cost: copies values, 16-byte string views and offsets of the kept rows; never text. Storage
///   is kept between batches.
/// Threads: one instance belongs to one worker.
class RowFilter {
 public:
  explicit RowFilter(const Schema& schema);
  RowFilter(const RowFilter&) = delete;  // its arrays point into it
  RowFilter& operator=(const RowFilter&) = delete;
  ~RowFilter() = default;

  /// The rows `rows` (rising) of `batch`, which is handed back itself if they are all of them.
  /// Columns of length 0 stay so.
  /// Lifetime: until the next call, and as long as the batch, whose text it points into.
  [[nodiscard]] const dp_batch& keep(const dp_batch& batch,
                                     std::span<const std::uint32_t> rows);
  /// The rows `rows`, in their order; each may come several times. Lifetime: as keep.
  [[nodiscard]] const dp_batch& repeat(const dp_batch& batch,
                                       std::span<const std::uint32_t> rows);

 private:
  struct Column {
    Type type = Type::string;
    std::vector<std::uint64_t> values;
    std::vector<std::uint8_t> valid;
    std::vector<const void*> buffers;
    ArrowArray array{};
  };
  void fill(Column& column, const ArrowArray& from, std::span<const std::uint32_t> rows);

  std::vector<Column> columns_;
  std::vector<ArrowArray*> children_;
  std::vector<std::uint64_t> offsets_;
  const void* no_buffers_[1] = {nullptr};
  ArrowArray array_{};
  dp_batch batch_{};
};

}  // namespace dp::expr
