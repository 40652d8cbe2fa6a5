// SPDX-License-Identifier: Apache-2.0
#include "table/cell.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace dp::table {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

/// Controls, and characters that hide text or change its order.
constexpr Range kUnsafe[] = {
    {0x0000, 0x001f}, {0x007f, 0x009f}, {0x061c, 0x061c},   {0x180e, 0x180e},
    {0x200b, 0x200b}, {0x200e, 0x200f}, {0x2028, 0x202e},   {0x2060, 0x206f},
    {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe0fff},
};

template <std::size_t size>
bool is_in(const Range (&ranges)[size], char32_t code) noexcept {
  const auto* after = std::upper_bound(std::begin(ranges), std::end(ranges), code,
                                       [](char32_t c, const Range& r) { return c < r.first; });
  return after != std::begin(ranges) && code <= std::prev(after)->last;
}

std::size_t width_of(char32_t code) noexcept {
  // The tone of a skin colours the character before it.
  if (code >= 0x1f3fb && code <= 0x1f3ff) return 0;
  const int width = utf8proc_charwidth(static_cast<utf8proc_int32_t>(code));
  return static_cast<std::size_t>(std::max(0, width));
}

/// Append one character's stand-in, which is ASCII, and return its width.
std::size_t append_escape(std::string& out, const format::Decoded& character, char byte) {
  char text[16];
  const auto code = static_cast<unsigned>(character.code);
  int size = 0;
  if (!character.valid)
    size = std::snprintf(text, sizeof text, "\\x%02x", static_cast<unsigned char>(byte));
  else if (code == '\n' || code == '\r' || code == '\t')
    size = std::snprintf(text, sizeof text, "\\%c",
                         code == '\n'   ? 'n'
                         : code == '\r' ? 'r'
                                        : 't');
  else if (code < 0x80)
    size = std::snprintf(text, sizeof text, "\\x%02x", code);
  else
    size = std::snprintf(text, sizeof text, "\\u{%x}", code);
  out.append(text, static_cast<std::size_t>(size));
  return static_cast<std::size_t>(size);
}

/// Append the character at `at`, move past it, and return its width.
std::size_t append_character(std::string& out, const char*& at, const char* end) {
  const auto character = format::decode_utf8(at, end);
  const char* begin = at;
  if (!character.valid) {
    ++at;
    return append_escape(out, character, *begin);
  }
  at += character.size;
  if (is_in(kUnsafe, character.code)) return append_escape(out, character, *begin);
  out.append(begin, at);
  return width_of(character.code);
}

}  // namespace

std::size_t append_cell(std::string& out, std::string_view text, std::size_t max_width) {
  const char* at = text.data();
  const char* end = at + text.size();
  std::size_t width = 0;
  std::size_t cut_size = out.size();  // where the ellipsis would go
  std::size_t cut_width = 0;
  while (at != end) {
    width += append_character(out, at, end);
    if (max_width == 0) continue;
    if (width > max_width) {
      out.resize(cut_size);
      out.append("…");
      return cut_width + 1;
    }
    if (width < max_width) {
      cut_size = out.size();
      cut_width = width;
    }
  }
  return width;
}

}  // namespace dp::table
