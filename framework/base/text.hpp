// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dp {

/// Return the candidate that `word` was probably meant to be: the one with the fewest edits
/// (insertions, deletions, replacements, swaps of neighbours), at most a third of its length.
std::optional<std::string> nearest(std::string_view word,
                                   std::span<const std::string> candidates);

/// ", did you mean 'status'?", or "" when nothing is near.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

/// The bytes of the UTF-8 character that `text` begins with; 0 if it begins with none.
std::size_t utf8_size(std::string_view text) noexcept;

/// Append `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
void append_json(std::string& out, std::string_view text);

/// `text` with control characters, invisible changes of direction and bytes that are not UTF-8
/// written as \xNN: safe to print.
std::string printable(std::string_view text);

}  // namespace dp
