// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "csv/dialect.hpp"

namespace dp::csv {

/// A part of a text, which begins with a record.
struct Window {
  const char* text;
  std::size_t begin;
  std::size_t end;
  std::size_t size;  ///< of the whole text
};

/// What find_marks found.
struct Found {
  std::size_t marks = 0;
  std::size_t ends = 0;
  bool ascii = true;  ///< no byte of the window is 0x80 or more
  bool flat = true;   ///< no newline of a record is in quotes
};

/// Find the delimiters and newlines outside of quotes, up to the first quote in the wrong place.
///
/// Shape: `marks` gets their positions in the text, rising; `ends` which of them are newlines.
///   Both have room for end - begin + 16.
/// Precondition: 64 bytes behind the window are readable; its end < 2^32 - 64.
using FindMarks = Found (*)(const Window& window, const Dialect& dialect, std::uint32_t* marks,
                            std::uint32_t* ends);

/// On any processor.
Found find_marks_portable(const Window& window, const Dialect& dialect, std::uint32_t* marks,
                          std::uint32_t* ends);

/// The fastest that this processor can run.
FindMarks best_find_marks() noexcept;

/// Where the records of a window, and their fields, end.
///
/// Law: a record whose end is told is what read_record takes it for: it ends there, and none of
///   its quotes is wrong.
class Index {
 public:
  /// For windows of up to `capacity` bytes.
  explicit Index(std::size_t capacity, FindMarks find = best_find_marks())
      : find_(find),
        marks_(std::make_unique<std::uint32_t[]>(capacity + 16)),
        ends_(std::make_unique<std::uint32_t[]>(capacity + 16)) {}

  /// Precondition: see FindMarks.
  void build(const Window& window, const Dialect& dialect) {
    found_ = find_(window, dialect, marks_.get(), ends_.get());
  }
  /// Where fields end: positions in the text, rising.
  [[nodiscard]] std::span<const std::uint32_t> marks() const noexcept {
    return {marks_.get(), found_.marks};
  }
  /// Which of the marks end records.
  [[nodiscard]] std::span<const std::uint32_t> ends() const noexcept {
    return {ends_.get(), found_.ends};
  }
  [[nodiscard]] bool ascii() const noexcept { return found_.ascii; }
  [[nodiscard]] bool flat() const noexcept { return found_.flat; }

 private:
  FindMarks find_;
  std::unique_ptr<std::uint32_t[]> marks_;
  std::unique_ptr<std::uint32_t[]> ends_;
  Found found_;
};

}  // namespace dp::csv
