// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dp::planner {

/// What a text seems to be encoded in that is not UTF-8 and has no mark.
struct GuessedEncoding {
  std::string name;
  std::string remark;  ///< what it is guessed by, and what is not sure
};

/// Guess by the first bytes of a text. nullopt: they are UTF-8, or no text.
std::optional<GuessedEncoding> guess_encoding(std::string_view head);

/// "utf-16le" or "utf-16be", if that is what a text without mark plainly is by its first bytes: read as
/// they are, each other byte would be a NUL. Empty: it is not.
std::string plain_utf16(std::string_view head);

/// The text that bytes in an encoding are, as far as they are whole characters.
std::string decoded(std::string_view bytes, const std::string& encoding);

}  // namespace dp::planner
