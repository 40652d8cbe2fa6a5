// SPDX-License-Identifier: Apache-2.0
#include "table/cell.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace dp::table {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

constexpr Range kWide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x23e9, 0x23ec},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267f, 0x267f},   {0x2693, 0x2693},   {0x26a1, 0x26a1},
    {0x26aa, 0x26ab},   {0x26bd, 0x26be},   {0x26c4, 0x26c5},   {0x26d4, 0x26d4},
    {0x26ea, 0x26ea},   {0x2705, 0x2705},   {0x270a, 0x270b},   {0x2728, 0x2728},
    {0x274c, 0x274c},   {0x274e, 0x274e},   {0x2753, 0x2755},   {0x2757, 0x2757},
    {0x2795, 0x2797},   {0x27b0, 0x27b0},   {0x2b1b, 0x2b1c},   {0x2b50, 0x2b50},
    {0x2b55, 0x2b55},   {0x2e80, 0x303e},   {0x3041, 0x4dbf},   {0x4e00, 0xa4cf},
    {0xa960, 0xa97f},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},
    {0xff01, 0xff60},   {0xffe0, 0xffe6},   {0x17000, 0x18cff}, {0x1b000, 0x1b2ff},
    {0x1f300, 0x1f320}, {0x1f32d, 0x1f335}, {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393},
    {0x1f3a0, 0x1f3ca}, {0x1f3cf, 0x1f3d3}, {0x1f3e0, 0x1f3f0}, {0x1f3f4, 0x1f3f4},
    {0x1f3f8, 0x1f43e}, {0x1f440, 0x1f440}, {0x1f442, 0x1f4fc}, {0x1f4ff, 0x1f53d},
    {0x1f54b, 0x1f54e}, {0x1f550, 0x1f567}, {0x1f5fb, 0x1f64f}, {0x1f680, 0x1f6c5},
    {0x1f6cc, 0x1f6cc}, {0x1f6d0, 0x1f6d2}, {0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc},
    {0x1f7e0, 0x1f7eb}, {0x1f90c, 0x1f93a}, {0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff},
    {0x1fa70, 0x1faff}, {0x20000, 0x3fffd},
};

/// Marks that sit on the character before them, joiners, and variation selectors.
constexpr Range kNarrow[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x0610, 0x061a},
    {0x064b, 0x065f}, {0x0e31, 0x0e31}, {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e},
    {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200c, 0x200d}, {0x20d0, 0x20ff},
    {0x3099, 0x309a}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0x1f3fb, 0x1f3ff},
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
  if (is_in(kNarrow, character.code)) return 0;
  return is_in(kWide, character.code) ? 2 : 1;
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
