// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The text that a JSON value is, where a column of JSON is taken as text.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <dp/escape.hpp>
#include <string>
#include <string_view>

namespace dp::format {

namespace detail {

inline constexpr std::uint32_t kNoUnit = 0x10000;

/// The four hexadecimal digits at text[at]; kNoUnit if they are none.
constexpr std::uint32_t hex_unit(std::string_view text, std::size_t at) noexcept {
  if (text.size() < 4 || at > text.size() - 4) return kNoUnit;
  std::uint32_t unit = 0;
  for (const char byte : text.substr(at, 4)) {
    const auto digit = std::string_view("0123456789abcdefABCDEF").find(byte);
    if (digit == std::string_view::npos) return kNoUnit;
    unit = unit << 4 | static_cast<std::uint32_t>(digit < 16 ? digit : digit - 6);
  }
  return unit;
}

/// Append the character of the "\u" at text[at]; returns where it ends. What is none is U+FFFD.
inline std::size_t append_unicode(std::string& out, std::string_view text, std::size_t at) {
  constexpr std::uint32_t kReplacement = 0xfffd;
  const auto unit = hex_unit(text, at + 2);
  const std::size_t end = at + (unit == kNoUnit ? 2 : 6);
  if (unit >> 11 != 0xd800 >> 11) {
    append_utf8(out, unit == kNoUnit ? kReplacement : unit);
    return end;
  }
  const auto low = text.substr(end, 2) == "\\u" ? hex_unit(text, end + 2) : 0;
  if (unit >> 10 != 0xd800 >> 10 || low >> 10 != 0xdc00 >> 10) {
    append_utf8(out, kReplacement);
    return end;
  }
  append_utf8(out, 0x10000 + ((unit & 0x3ff) << 10 | (low & 0x3ff)));
  return end + 6;
}

/// What the byte after a backslash stands for.
constexpr char unescaped(char byte) noexcept {
  constexpr std::string_view kLetters = "bfnrt";
  constexpr std::string_view kMeanings = "\b\f\n\r\t";
  const auto found = kLetters.find(byte);
  return found == std::string_view::npos ? byte : kMeanings[found];
}

}  // namespace detail

/// Append the text of a JSON value: of a string its characters, of any other value, which has no
/// text of its own, the JSON as it stands. Of what is no JSON, some text.
inline void append_json_text(std::string& out, std::string_view json) {
  if (json.size() < 2 || json.front() != '"' || json.back() != '"') {
    out += json;
    return;
  }
  const auto text = json.substr(1, json.size() - 2);
  for (std::size_t at = 0; at < text.size();) {
    const auto slash = std::min(text.find('\\', at), text.size());
    out.append(text, at, slash - at);
    if (slash + 1 >= text.size()) return;
    if (text[slash + 1] == 'u') {
      at = detail::append_unicode(out, text, slash);
    } else {
      out += detail::unescaped(text[slash + 1]);
      at = slash + 2;
    }
  }
}

/// The same. Lifetime: as long as `json`, and until the next use of `room`.
inline std::string_view text_of_json(std::string_view json, std::string& room) {
  const bool is_string = json.size() >= 2 && json.front() == '"' && json.back() == '"';
  if (!is_string) return json;
  if (json.find('\\') == std::string_view::npos) return json.substr(1, json.size() - 2);
  room.clear();
  append_json_text(room, json);
  return room;
}

}  // namespace dp::format
