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
  bool scalar = false;   ///< the last byte belongs to a number or word
};

/// What find_marks found.
struct Found {
  std::size_t count = 0;
  std::size_t end = 0;  ///< the window's end, or the first control character in a string
  bool broken = false;  ///< the latter
  bool ascii = true;    ///< no byte of the window is 0x80 or more
};

/// Find the marks of text[begin, end): the quotes that open and close strings, the bytes
/// {}[]:, outside of strings, and the first byte of whatever else is outside: a number, a word.
///
/// A backslash takes the meaning of a quote behind it, wherever it stands. A control character
/// in a string, where JSON allows none, ends the search.
///
/// Shape: `marks` gets their positions in `text`, rising, and has room for end - begin + 16;
///   bit k of slashes[j] says that text[begin + 64 j + k] is a backslash.
/// Precondition: 64 bytes behind `end` are readable; end < 2^32 - 64.
using FindMarks = Found (*)(const char* text, std::size_t begin, std::size_t end, Carry& carry,
                            std::uint32_t* marks, std::uint64_t* slashes);

/// Without vector instructions, on any processor.
Found find_marks_portable(const char* text, std::size_t begin, std::size_t end, Carry& carry,
                          std::uint32_t* marks, std::uint64_t* slashes);

/// The fastest that this processor can run.
FindMarks best_find_marks() noexcept;

/// The marks of a text, one window after the other.
class Marks {
 public:
  explicit Marks(FindMarks find = best_find_marks());

  /// Begin anew at text[at], which is in no string; the text ends at `end`.
  void start(const char* text, std::size_t at, std::size_t end) noexcept;
  /// Go on, or go back, to text[at], which is in no string.
  void move_to(std::size_t at) noexcept;
  /// Look at no window that begins at `limit` or behind.
  void set_limit(std::size_t limit) noexcept { limit_ = limit; }
  /// Forget what ascii() knows of earlier windows.
  void begin_record() noexcept { ascii_ = found_.ascii; }

  /// Take the next mark. False if there is none before the limit.
  [[nodiscard]] bool next(std::uint32_t& at) noexcept {
    if (cursor_ == last_ && !fill()) [[unlikely]]
      return false;
    at = *cursor_++;
    return true;
  }
  /// Look at the next mark.
  [[nodiscard]] bool peek(std::uint32_t& at) noexcept {
    if (cursor_ == last_ && !fill()) return false;
    at = *cursor_;
    return true;
  }
  /// next() gave false over a control character in a string.
  [[nodiscard]] bool broken() const noexcept { return found_.broken; }
  /// Where the windows end that were looked at.
  [[nodiscard]] std::size_t seen() const noexcept { return found_.end; }
  [[nodiscard]] std::size_t end() const noexcept { return end_; }
  [[nodiscard]] const char* text() const noexcept { return text_; }
  /// No byte of 0x80 or more since begin_record().
  [[nodiscard]] bool ascii() const noexcept { return ascii_; }
  /// Whether text[begin, end), of which all was looked at, holds a backslash.
  [[nodiscard]] bool has_slash(std::size_t begin, std::size_t end) const noexcept {
    const std::size_t first = begin - window_;
    const std::size_t size = end - begin;
    if (begin < window_ || (first & 63) + size > 63) return has_slash_in(begin, end);
    return (slashes_[first >> 6] >> (first & 63) & ((std::uint64_t{1} << size) - 1)) != 0;
  }

 private:
  static constexpr std::size_t kWindow = 16 * 1024;
  /// After a new start, which may soon be followed by the next, windows are small at first.
  static constexpr std::size_t kFirstWindow = 512;
  bool fill() noexcept;
  [[nodiscard]] bool has_slash_in(std::size_t begin, std::size_t end) const noexcept;

  FindMarks find_;
  const char* text_ = nullptr;
  std::size_t end_ = 0;
  std::size_t limit_ = 0;
  std::size_t window_ = 0;  ///< where the window begins
  std::size_t size_ = 0;    ///< of the next one
  const std::uint32_t* cursor_ = nullptr;
  const std::uint32_t* last_ = nullptr;  ///< behind the window's marks
  Found found_;
  Carry carry_;
  bool ascii_ = true;
  std::unique_ptr<std::uint32_t[]> marks_;
  std::unique_ptr<std::uint64_t[]> slashes_;
};

}  // namespace dp::json
