// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <span>
#include <vector>

namespace dp::arrow {

/// Read the rows of Arrow files and streams as records.
///
/// An item is one file or stream. The place of a record is its number among the rows, from 0.
class Reader {
 public:
  /// The columns of the file or stream that the context's sample begins; none of an empty one.
  /// Errors: sample_too_short, if more of it may tell.
  static Result<Schema> columns(const Context& context);

  /// `batch_bytes`: a batch is full when its texts take so many.
  explicit Reader(Schema columns, std::uint64_t batch_bytes = std::uint64_t{1} << 20);
  void need(std::span<const std::uint8_t> used);
  Status read(const Input& input, Output& out, ReadCount& count);

 private:
  static constexpr std::size_t kRows = 1024;

  Schema columns_;
  std::vector<std::uint8_t> used_;
  std::uint64_t batch_bytes_;
  BatchBuilder batch_;
};

}  // namespace dp::arrow
