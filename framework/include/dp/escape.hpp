// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Strings as JSON and CSV write them, and UTF-8 read with suspicion.
///
/// `put_x(out, text)` writes at `out`, which must have x_room(text.size()) bytes, and returns
/// the end of what it wrote; it may scribble on the rest of that room. Threads: no state; call
/// from anywhere.

#include <bit>
#include <cstdint>
#include <cstring>
#include <dp/detail/bytes16.hpp>
#include <string>
#include <string_view>

namespace dp::format {

namespace detail {

inline char* put(char* out, std::string_view text) noexcept {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

}  // namespace detail

// ---- UTF-8 ----------------------------------------------------------------------------------

/// One character of a text that may not be UTF-8.
struct Decoded {
  char32_t code = U'\uFFFD';
  std::uint32_t size = 1;  ///< bytes it takes
  bool valid = false;      ///< false: those bytes are no character
};

/// Read the character at `at` < `end`. What is not UTF-8 (overlong forms and surrogates
/// included) comes in the pieces that Unicode recommends to replace one by one. Source: Unicode
/// 15, tables 3-7 and 3-8.
inline Decoded decode_utf8(const char* at, const char* end) noexcept {
  const auto byte = [&](std::uint32_t i) { return static_cast<unsigned char>(at[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return {static_cast<char32_t>(first), 1, true};
  if (first < 0xc2 || first > 0xf4) return {};
  const std::uint32_t size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const unsigned lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const unsigned highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  auto code = static_cast<char32_t>(first & (0xffu >> (size + 1)));
  for (std::uint32_t i = 1; i < size; ++i) {
    const bool there = at + i < end;
    const unsigned low = i == 1 ? lowest : 0x80;
    const unsigned high = i == 1 ? highest : 0xbf;
    if (!there || byte(i) < low || byte(i) > high) return {U'\uFFFD', i, false};
    code = code << 6 | (byte(i) & 0x3f);
  }
  return {code, size, true};
}

/// Append the character `code` as UTF-8. Precondition: it is one, no half of a surrogate pair.
inline void append_utf8(std::string& out, char32_t code) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  const auto put_rest = [&](int shift) { put(0x80 | (code >> shift & 0x3f)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xc0 | code >> 6);
  } else if (code < 0x10000) {
    put(0xe0 | code >> 12);
    put_rest(6);
  } else {
    put(0xf0 | code >> 18);
    put_rest(12);
    put_rest(6);
  }
  put_rest(0);
}

// ---- strings --------------------------------------------------------------------------------

namespace detail {

using dp::detail::Bytes16;

/// Copy bytes from `at` to `out` up to the first that `special` (Bytes16 -> a bit for each) marks.
/// Moves both pointers. Needs 16 bytes of room after what is copied.
template <class Special>
void copy_run(char*& out, const char*& at, const char* end, Special special) noexcept {
  while (end - at >= 16) {
    const auto bytes = Bytes16::load(at);
    bytes.store(out);
    const unsigned mask = special(bytes);
    const int run = mask == 0 ? 16 : std::countr_zero(mask);
    out += run;
    at += run;
    if (mask != 0) return;
  }
  const auto left = static_cast<std::size_t>(end - at);
  const auto bytes = Bytes16::load_short(at, left);
  bytes.store(out);
  const unsigned mask = special(bytes) | 1u << left;
  const int run = std::countr_zero(mask);
  out += run;
  at += run;
}

/// Control characters, quotes, backslashes, and all that is not ASCII.
inline unsigned json_special(Bytes16 bytes) noexcept {
  return (bytes.control_or_high() | bytes.equal('"') | bytes.equal('\\')).bits();
}

inline char* put_json_escape(char* out, unsigned char byte) noexcept {
  constexpr std::string_view kNamed = "\"\"\\\\\bb\ff\nn\rr\tt";
  *out++ = '\\';
  for (std::size_t i = 0; i < kNamed.size(); i += 2)
    if (static_cast<unsigned char>(kNamed[i]) == byte) {
      *out++ = kNamed[i + 1];
      return out;
    }
  constexpr std::string_view kHex = "0123456789abcdef";
  out = put(out, "u00");
  *out++ = kHex[byte >> 4];
  *out++ = kHex[byte & 15];
  return out;
}

}  // namespace detail

/// Room for put_json of `size` bytes.
constexpr std::size_t json_room(std::size_t size) noexcept { return 6 * size + 18; }

/// `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
inline char* put_json(char* out, std::string_view text) noexcept {
  const char* at = text.data();
  const char* end = at + text.size();
  *out++ = '"';
  while (true) {
    detail::copy_run(out, at, end, detail::json_special);
    if (at == end) break;
    const auto byte = static_cast<unsigned char>(*at);
    if (byte < 0x80) {
      out = detail::put_json_escape(out, byte);
      ++at;
      continue;
    }
    const auto character = decode_utf8(at, end);
    out = detail::put(out, character.valid ? std::string_view(at, character.size)
                                           : std::string_view("\xef\xbf\xbd"));
    at += character.size;
  }
  *out++ = '"';
  return out;
}

/// Room for put_csv of `size` bytes.
constexpr std::size_t csv_room(std::size_t size) noexcept { return 2 * size + 18; }

/// `text` as a CSV field: in quotes, with its quotes doubled, if it is empty, holds the
/// delimiter, a quote or a line end, or begins or ends with a space (which some readers trim).
/// Law: what is in quotes is never a null, so an empty string and a null (no bytes) differ.
/// Source: RFC 4180. Bytes that are not UTF-8 pass as they are.
inline char* put_csv(char* out, std::string_view text, char delimiter) noexcept {
  const char* at = text.data();
  const char* end = at + text.size();
  if (!text.empty() && text.front() != ' ' && text.back() != ' ') {
    char* bare = out;
    detail::copy_run(bare, at, end, [delimiter](detail::Bytes16 bytes) {
      return (bytes.equal(delimiter) | bytes.equal('"') | bytes.equal('\n') | bytes.equal('\r'))
          .bits();
    });
    if (at == end) return bare;
    at = text.data();
  }
  *out++ = '"';
  while (true) {
    detail::copy_run(out, at, end,
                     [](detail::Bytes16 bytes) { return bytes.equal('"').bits(); });
    if (at == end) break;
    out = detail::put(out, "\"\"");
    ++at;
  }
  *out++ = '"';
  return out;
}

inline void append_json(std::string& out, std::string_view text) {
  const std::size_t size = out.size();
  out.resize(size + json_room(text.size()));
  char* begin = out.data() + size;
  out.resize(size + static_cast<std::size_t>(put_json(begin, text) - begin));
}
inline void append_csv(std::string& out, std::string_view text, char delimiter = ',') {
  const std::size_t size = out.size();
  out.resize(size + csv_room(text.size()));
  char* begin = out.data() + size;
  out.resize(size + static_cast<std::size_t>(put_csv(begin, text, delimiter) - begin));
}

}  // namespace dp::format
