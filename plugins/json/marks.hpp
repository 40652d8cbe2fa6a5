// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace dp::json {

/// What the end of a window means for the next one.
struct Carry {
  bool string = false;   ///< inside a string
  bool escaped = false;  ///< the next byte follows a backslash
};

/// What find_marks found.
struct Found {
  std::size_t count = 0;
  std::size_t end = 0;  ///< the window's end, or the first control character in a string
  bool broken = false;  ///< the latter
};

/// Find the marks of text[begin, end): the quotes that open and close strings, and the bytes
/// {}[]:, outside of strings. They say where values end, right or wrong; what is right, says the
/// Walker.
///
/// A backslash takes the meaning of a quote after it, wherever it stands. A control character
/// in a string, where JSON allows none, ends the search.
///
/// Shape: `marks` gets their positions in `text`, rising, and has room for end - begin + 16.
/// Precondition: 64 bytes past `end` are readable; end < 2^32 - 64.
using FindMarks = Found (*)(const char* text, std::size_t begin, std::size_t end, Carry& carry,
                            std::uint32_t* marks);

/// Without vector instructions, on any processor.
Found find_marks_portable(const char* text, std::size_t begin, std::size_t end, Carry& carry,
                          std::uint32_t* marks);

/// The fastest that this processor can run.
FindMarks best_find_marks() noexcept;

/// The marks of a text, one window after the other: unlike simdjson's index, they go on after
/// what is no JSON, and need no end.
class Marks {
 public:
  explicit Marks(FindMarks find = best_find_marks());

  /// Begin anew at text[at], which is in no string; the text ends at `end`.
  void start(const char* text, std::size_t at, std::size_t end) noexcept;

  /// Take the next mark. False if there is none.
  [[nodiscard]] bool next(std::uint32_t& at) noexcept {
    if (cursor_ == last_ && !fill()) [[unlikely]]
      return false;
    at = *cursor_++;
    return true;
  }
  /// next() gave false over a control character in a string.
  [[nodiscard]] bool broken() const noexcept { return found_.broken; }
  [[nodiscard]] std::size_t end() const noexcept { return end_; }
  [[nodiscard]] const char* text() const noexcept { return text_; }

 private:
  static constexpr std::size_t kWindow = 16 * 1024;
  /// After a new start, which may soon be followed by the next, windows are small at first.
  static constexpr std::size_t kFirstWindow = 512;
  bool fill() noexcept;

  FindMarks find_;
  const char* text_ = nullptr;
  std::size_t end_ = 0;
  std::size_t size_ = 0;  ///< of the next window
  const std::uint32_t* cursor_ = nullptr;
  const std::uint32_t* last_ = nullptr;  ///< after the window's marks
  Found found_;
  Carry carry_;
  std::unique_ptr<std::uint32_t[]> marks_;
};

}  // namespace dp::json
