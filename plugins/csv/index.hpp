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
  std::size_t ends = 0;  ///< how many of the marks are newlines
  bool ascii = true;     ///< no byte of the window is 0x80 or more
  bool flat = true;      ///< no newline of a record is in quotes
};

/// Find the delimiters and newlines outside of quotes, up to the first quote in the wrong place.
///
/// Shape: `marks` gets their positions in the text, rising. It has room for end - begin + 16.
/// Precondition: 64 bytes past the window are readable; its end < 2^32 - 64.
using FindMarks = Found (*)(const Window& window, const Dialect& dialect, std::uint32_t* marks);

/// On any processor.
Found find_marks_portable(const Window& window, const Dialect& dialect, std::uint32_t* marks);

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
        marks_(std::make_unique<std::uint32_t[]>(1 + capacity + 16)),
        ends_(std::make_unique<std::uint32_t[]>(capacity)) {}

  /// `fields`: how many most records have. Precondition: see FindMarks.
  void build(const Window& window, const Dialect& dialect, std::size_t fields);
  /// Where fields end: positions in the text, rising.
  [[nodiscard]] std::span<const std::uint32_t> marks() const noexcept {
    return {marks_.get() + 1, found_.marks};
  }
  /// What the field begins after (modulo 2^32) that ends at marks()[mark]. The mark follows it
  /// in memory.
  [[nodiscard]] const std::uint32_t* before(std::size_t mark) const noexcept {
    return marks_.get() + mark;
  }
  /// How many records end in the window.
  [[nodiscard]] std::size_t records() const noexcept { return found_.ends; }
  /// Which of the marks ends the record.
  [[nodiscard]] std::size_t end_of(std::size_t record) const noexcept {
    return regular_ ? (record + 1) * fields_ - 1 : ends_[record];
  }
  [[nodiscard]] bool ascii() const noexcept { return found_.ascii; }
  [[nodiscard]] bool flat() const noexcept { return found_.flat; }

 private:
  [[nodiscard]] bool is_regular(const char* text) const noexcept;
  void list_ends(const char* text) noexcept;

  FindMarks find_;
  std::unique_ptr<std::uint32_t[]> marks_;  ///< before each its predecessor, also the first
  std::unique_ptr<std::uint32_t[]> ends_;   ///< which marks end records, if not regular_
  Found found_;
  std::size_t fields_ = 1;
  bool regular_ = true;  ///< each record has fields_ marks
};

}  // namespace dp::csv
