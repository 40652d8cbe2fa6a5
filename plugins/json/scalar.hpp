// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "scan/inline.hpp"
#include "scan/words.hpp"

/// The numbers and words of JSON.

namespace dp::json {

inline bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }
inline bool is_blank(char byte) noexcept {
  return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

/// After the digits from `at` on, at most `end`; 7 bytes past `end` are readable.
DP_INLINE const char* after_digits(const char* at, const char* end) noexcept {
  // Eight at a time: how many digits a number has is hard to foresee.
  for (; at < end; at += 8) {
    const auto bytes = scan::load8(at) ^ scan::repeat('0');
    const auto others = (bytes | (bytes + scan::repeat(0x76))) & scan::repeat(0x80);
    if (others != 0) return std::min(at + std::countr_zero(others) / 8, end);
  }
  return end;
}

/// The size of the number at `at`; 0 if it is none.
DP_INLINE std::size_t size_of_number(const char* at, const char* end) noexcept {
  const char* const begin = at;
  at += *at == '-' ? 1 : 0;
  const char* from = at;
  at = after_digits(at, end);
  if (at == from || (*from == '0' && at - from > 1)) return 0;
  if (at < end && *at == '.') {
    from = ++at;
    at = after_digits(at, end);
    if (at == from) return 0;
  }
  if (at < end && (*at == 'e' || *at == 'E')) {
    ++at;
    if (at < end && (*at == '+' || *at == '-')) ++at;
    from = at;
    at = after_digits(at, end);
    if (at == from) return 0;
  }
  return static_cast<std::size_t>(at - begin);
}

/// The size of the number or word that the text from `at` to `end` begins with; 0 if it is none. 7
/// bytes past `end` are readable.
DP_INLINE std::size_t size_of_scalar(const char* at, const char* end) noexcept {
  const auto size = static_cast<std::size_t>(end - at);
  switch (*at) {
    case 't':
      return size >= 4 && std::memcmp(at, "true", 4) == 0 ? 4 : 0;
    case 'n':
      return size >= 4 && std::memcmp(at, "null", 4) == 0 ? 4 : 0;
    case 'f':
      return size >= 5 && std::memcmp(at, "false", 5) == 0 ? 5 : 0;
    default:
      return size_of_number(at, end);
  }
}

}  // namespace dp::json
