// SPDX-License-Identifier: Apache-2.0
#include "json/value.hpp"

#include <array>
#include <dp/escape.hpp>
#include <optional>

namespace dp::json {
namespace {

bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }

/// The four hexadecimal digits at text[at].
std::optional<std::uint32_t> hex(std::string_view text, std::size_t at) noexcept {
  if (at + 4 > text.size()) return std::nullopt;
  std::uint32_t code = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const char byte = text[i];
    const char small = static_cast<char>(byte | 0x20);
    if (is_digit(byte))
      code = code << 4 | static_cast<std::uint32_t>(byte - '0');
    else if (small >= 'a' && small <= 'f')
      code = code << 4 | static_cast<std::uint32_t>(small - 'a' + 10);
    else
      return std::nullopt;
  }
  return code;
}

constexpr bool is_high(std::uint32_t code) noexcept { return code >> 10 == 0xd800 >> 10; }
constexpr bool is_low(std::uint32_t code) noexcept { return code >> 10 == 0xdc00 >> 10; }

/// The character that the "\u" at text[at] gives; moves `at` past it. Halves of a surrogate
/// pair give nullopt.
std::optional<std::uint32_t> unicode(std::string_view text, std::size_t& at) noexcept {
  const auto code = hex(text, at + 2);
  if (!code || is_low(*code)) return std::nullopt;
  at += 6;
  if (!is_high(*code)) return code;
  if (text.substr(at, 2) != "\\u") return std::nullopt;
  const auto low = hex(text, at + 2);
  if (!low || !is_low(*low)) return std::nullopt;
  at += 6;
  return 0x10000 + ((*code & 0x3ff) << 10 | (*low & 0x3ff));
}

/// What the byte after a backslash means; 0 if it means nothing, or is a 'u'.
constexpr char meaning_of(char byte) noexcept {
  switch (byte) {
    case '"':
    case '\\':
    case '/':
      return byte;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

}  // namespace

std::string_view name_of(Kind kind) noexcept {
  constexpr std::array<std::string_view, 7> kNames = {
      "nothing", "null", "a boolean", "a number", "a string", "an object", "an array"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::size_t bad_escape(std::string_view text) noexcept {
  for (auto at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at)) {
    const char byte = at + 1 < text.size() ? text[at + 1] : '\0';
    const auto before = at;
    if (byte == 'u') {
      if (!unicode(text, at)) return before;
    } else if (meaning_of(byte) == '\0') {
      return before;
    } else {
      at += 2;
    }
  }
  return text.size();
}

void append_compact(std::string& out, std::string_view json) {
  bool string = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char byte = json[at];
    if (!string && (byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t')) continue;
    out += byte;
    if (string && byte == '\\' && at + 1 < json.size()) out += json[++at];
    if (byte == '"') string = !string;
  }
}

void append_unescaped(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto slash = std::min(text.find('\\', at), text.size());
    out.append(text, at, slash - at);
    at = slash;
    if (at == text.size()) return;
    if (text[at + 1] == 'u') {
      format::append_utf8(out, unicode(text, at).value_or(0xfffd));
    } else {
      out += meaning_of(text[at + 1]);
      at += 2;
    }
  }
}

}  // namespace dp::json
