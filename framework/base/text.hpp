// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dp {

/// Return the candidate that `word` was probably meant to be: the one with the fewest edits
/// (insertions, deletions, replacements, swaps of neighbours), at most a third of its length.
std::optional<std::string> nearest(std::string_view word,
                                   std::span<const std::string> candidates);

/// ", did you mean 'status'?", or "" when nothing is near.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

/// The lines of a text, without their ends; at most so many.
std::vector<std::string> lines_of(std::string_view text,
                                  std::size_t most = std::string_view::npos);

/// The bytes of the UTF-8 character that `text` begins with; 0 if it begins with none.
std::size_t utf8_size(std::string_view text) noexcept;

/// The first `most` bytes of a text, or up to three fewer, so that no character is cut in two.
std::string_view whole_characters(std::string_view text, std::size_t most) noexcept;

/// Append `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
void append_json(std::string& out, std::string_view text);

/// `text` with control characters, invisible changes of direction and bytes that are not UTF-8
/// written as \xNN: safe to print, on one line.
std::string printable(std::string_view text);
/// The same for a text of several lines: newlines stay.
std::string printable_lines(std::string_view text);
/// The same for records as they are written: newlines, also after a carriage return, and tabs stay.
std::string printable_records(std::string_view text);
/// JSON whose strings have what printable() escapes as \uNNNN: means the same, and is safe to print.
/// Precondition: it is JSON, in UTF-8.
std::string printable_json(std::string_view json);

/// A part of a text that is to be told apart on a terminal.
struct StyledText {
  enum class Style : std::uint8_t { plain, bold, error, warning, hint };
  Style style = Style::plain;
  std::string text;
};

}  // namespace dp
