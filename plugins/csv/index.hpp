// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "csv/dialect.hpp"

namespace dp::csv {

/// What find_marks found.
struct Found {
  std::size_t count = 0;
  bool ascii = true;  ///< no byte of the text is 0x80 or more
  bool bare = true;   ///< no byte of the text is a quote
};

/// Find the delimiters, quotes and newlines of text[begin, end).
///
/// Shape: `marks` gets their positions in `text`, rising, and has room for end - begin + 16.
/// Precondition: 64 bytes behind `end` are readable; end < 2^32 - 64.
using FindMarks = Found (*)(const char* text, std::size_t begin, std::size_t end,
                            const Dialect& dialect, std::uint32_t* marks);

/// A byte at a time, on any processor.
Found find_marks_portable(const char* text, std::size_t begin, std::size_t end,
                          const Dialect& dialect, std::uint32_t* marks);

/// The fastest that this processor can run.
FindMarks best_find_marks() noexcept;

/// Where the delimiters, quotes and newlines of a window of a text are.
class Index {
 public:
  /// For windows of up to `capacity` bytes.
  explicit Index(std::size_t capacity, FindMarks find = best_find_marks())
      : find_(find), marks_(std::make_unique<std::uint32_t[]>(capacity + 16)) {}

  /// Precondition: see FindMarks.
  void build(const char* text, std::size_t begin, std::size_t end, const Dialect& dialect) {
    found_ = find_(text, begin, end, dialect, marks_.get());
  }
  /// Positions in the text, rising.
  [[nodiscard]] std::span<const std::uint32_t> marks() const noexcept {
    return {marks_.get(), found_.count};
  }
  [[nodiscard]] bool ascii() const noexcept { return found_.ascii; }
  [[nodiscard]] bool bare() const noexcept { return found_.bare; }

 private:
  FindMarks find_;
  std::unique_ptr<std::uint32_t[]> marks_;
  Found found_;
};

}  // namespace dp::csv
