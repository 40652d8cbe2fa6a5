// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "json/marks.hpp"

/// Values one after the other, with white space between them or the mark of RFC 7464, or nothing.

namespace dp::json {

/// What begins each value of a JSON text sequence. No JSON has it. Source: RFC 7464.
inline constexpr char kRecordMark = '\x1e';

/// The first byte from text[at] on that only separates no values; the size if there is none.
std::size_t after_separators(std::string_view text, std::size_t at) noexcept;

/// Whether an item is a text sequence, by its first bytes.
bool is_sequence(std::string_view head) noexcept;

/// After the value that begins at text[at], right or wrong, by its brackets and quotes; npos: it does
/// not end in `text`. A number or word ends with the text.
std::size_t end_of_value(std::string_view text, std::size_t at) noexcept;

/// The same of an element of an array that is right.
std::size_t end_of_element(std::string_view text, std::size_t at) noexcept;

/// What two values that follow each other have between them, from the last byte of the first to the
/// first name of the second: by the first two of a text. Empty if there are none.
std::string border_of_values(std::string_view text);

/// Finds where the values of a text end, one after the other, right or wrong.
///
/// A string that its line does not close ends with the line: the next line begins a value. A bracket
/// that closes nothing is a value of its own. In a sequence a value ends where the next is marked.
class ValueEnds {
 public:
  static constexpr std::size_t kNone = std::string_view::npos;

  /// Lifetime: borrows the marks. Precondition: 64 bytes past `text` are readable.
  ValueEnds(Marks& marks, std::string_view text, bool sequence, bool last) noexcept
      : marks_(&marks), text_(text), sequence_(sequence), last_(last) {}
  /// After the value that begins at text[at]; kNone if more bytes are needed to say.
  /// Precondition: `at` rises from call to call.
  std::size_t of(std::size_t at) noexcept;

 private:
  bool take_bracket(std::size_t at) noexcept;
  std::size_t of_container(std::size_t at) noexcept;
  std::size_t of_broken(std::size_t at) noexcept;
  std::size_t of_scalar(std::size_t at) const noexcept;

  Marks* marks_;
  std::string_view text_;
  bool sequence_;
  bool last_;
  bool started_ = false;
  std::uint32_t mark_ = 0;  ///< the last that was taken
};

}  // namespace dp::json
