// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <emmintrin.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace dp::xml {

/// What a byte of markup may be, as a set of bits.
enum : std::uint8_t {
  kSpace = 1,      ///< space, tab, CR, LF
  kNameByte = 2,   ///< may be in a name
  kNameStart = 4,  ///< may begin a name
  kHigh = 8,       ///< part of a character that is not ASCII
};

inline constexpr auto kByteClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (const unsigned byte : {0x20u, 0x09u, 0x0du, 0x0au}) classes[byte] = kSpace;
  for (unsigned byte = 'a'; byte <= 'z'; ++byte) classes[byte] = kNameByte | kNameStart;
  for (unsigned byte = 'A'; byte <= 'Z'; ++byte) classes[byte] = kNameByte | kNameStart;
  for (unsigned byte = '0'; byte <= '9'; ++byte) classes[byte] = kNameByte;
  for (const unsigned byte : {0x5fu, 0x3au}) classes[byte] = kNameByte | kNameStart;  // _ :
  for (const unsigned byte : {0x2du, 0x2eu}) classes[byte] = kNameByte;               // - .
  for (unsigned byte = 0x80; byte < 0x100; ++byte) classes[byte] = kHigh;
  return classes;
}();

inline bool is(char byte, unsigned classes) noexcept {
  return (kByteClasses[static_cast<unsigned char>(byte)] & classes) != 0;
}

/// Whether `code` may be in a document at all. Source: XML 1.0, production 2.
constexpr bool is_char(char32_t code) noexcept {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  return code < 0xd800 ||
         (code > 0xdfff && code != 0xfffe && code != 0xffff && code < 0x110000);
}

/// Whether `code`, which is not ASCII, may be in a name; at its `first` place.
/// Source: XML 1.0 (fifth edition), productions 4 and 4a.
bool is_name_char(char32_t code, bool first) noexcept;

/// `name` without its prefix.
inline std::string_view local(std::string_view name) noexcept {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// Whether [at, end) begins with `mark`.
inline bool begins(const char* at, const char* end, std::string_view mark) noexcept {
  return static_cast<std::size_t>(end - at) >= mark.size() &&
         std::memcmp(at, mark.data(), mark.size()) == 0;
}

/// Whether `byte` goes on with a character that began before it.
inline bool is_inner(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

/// What is behind the character at `at` < `end`.
inline const char* behind_character(const char* at, const char* end) noexcept {
  do ++at;
  while (at < end && is_inner(*at));
  return at;
}

std::string_view trimmed(std::string_view text) noexcept;

/// The first byte of [at, end) that is no ASCII byte of a name. `end` if there is none. Reads 16
/// bytes behind `end`.
inline const char* skip_name(const char* at, const char* end) noexcept {
  for (; at < end; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto is_byte = [&](char byte) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)); };
    const auto is_within = [](__m128i some, char first, char size) {
      const __m128i from = _mm_sub_epi8(some, _mm_set1_epi8(first));
      return _mm_cmpeq_epi8(_mm_min_epu8(from, _mm_set1_epi8(size)), from);
    };
    const __m128i letters = is_within(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 25);
    // '-', '.', '/', digits, ':'
    const __m128i others = _mm_andnot_si128(is_byte('/'), is_within(bytes, '-', ':' - '-'));
    const __m128i names = _mm_or_si128(_mm_or_si128(letters, others), is_byte('_'));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(names)) ^ 0xffffu;
    if (mask != 0) {
      at += std::countr_zero(mask);
      return at < end ? at : end;
    }
  }
  return end;
}

/// Whether two texts of `size` bytes are equal. Reads 16 bytes behind both.
inline bool is_same(const char* one, const char* other, std::size_t size) noexcept {
  if (size > 16) return std::memcmp(one, other, size) == 0;
  const __m128i equal =
      _mm_cmpeq_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(one)),
                     _mm_loadu_si128(reinterpret_cast<const __m128i*>(other)));
  const unsigned wanted = (1u << size) - 1;
  return (static_cast<unsigned>(_mm_movemask_epi8(equal)) & wanted) == wanted;
}

/// The first byte of [at, end) that a text cannot simply pass: '<', '&', ']', CR, control
/// characters, and all that is not ASCII. `end` if there is none. Reads 16 bytes behind `end`.
inline const char* skip_text(const char* at, const char* end) noexcept {
  for (; at < end; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto is_byte = [&](char byte) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)); };
    // Signed: bytes from 0x80 up are below 0x20 too.
    const __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
    const __m128i odd = _mm_andnot_si128(_mm_or_si128(is_byte('\t'), is_byte('\n')), low);
    const __m128i marks = _mm_or_si128(_mm_or_si128(is_byte('<'), is_byte('&')), is_byte(']'));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(odd, marks)));
    if (mask != 0) {
      at += std::countr_zero(mask);
      return at < end ? at : end;
    }
  }
  return end;
}

/// The same for the value of an attribute in `quote`: the quote, '<', '&', all control
/// characters, and all that is not ASCII.
inline const char* skip_value(const char* at, const char* end, char quote) noexcept {
  for (; at < end; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto is_byte = [&](char byte) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)); };
    const __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
    const __m128i marks =
        _mm_or_si128(_mm_or_si128(is_byte('<'), is_byte('&')), is_byte(quote));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(low, marks)));
    if (mask != 0) {
      at += std::countr_zero(mask);
      return at < end ? at : end;
    }
  }
  return end;
}

}  // namespace dp::xml
