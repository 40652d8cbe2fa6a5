// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace dp::weblog {

static_assert(std::endian::native == std::endian::little, "words are read as little-endian");

/// The 8 bytes at `at`, the first in the lowest byte.
inline std::uint64_t load8(const char* at) noexcept {
  std::uint64_t word;
  std::memcpy(&word, at, 8);
  return word;
}

/// A word of 8 times the byte `value`.
constexpr std::uint64_t repeat(std::uint8_t value) noexcept {
  return value * UINT64_C(0x0101010101010101);
}

/// A word whose lowest `bytes` (0 to 8) bytes are 0xff.
constexpr std::uint64_t low_bytes(std::size_t bytes) noexcept {
  return bytes >= 8 ? ~UINT64_C(0) : (UINT64_C(1) << (8 * bytes)) - 1;
}

/// 0x80 in each byte of `word` that is 0, exactly.
constexpr std::uint64_t zero_bytes(std::uint64_t word) noexcept {
  constexpr std::uint64_t kLow = repeat(0x7f);
  return ~(((word & kLow) + kLow) | word | kLow);
}

/// Whether each byte of `digits` is at most that of `most` (at most 0x7f each).
constexpr bool at_most(std::uint64_t digits, std::uint64_t most) noexcept {
  return (((digits + (repeat(0x7f) - most)) | digits) & repeat(0x80)) == 0;
}

/// The number that 8 digit values (0 to 9 each, the first in the lowest byte) spell.
constexpr std::uint64_t spell8(std::uint64_t digits) noexcept {
  digits = (digits * 10 + (digits >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
  digits = (digits * 100 + (digits >> 16)) & UINT64_C(0x0000ffff0000ffff);
  return (digits * 10000 + (digits >> 32)) & UINT64_C(0xffffffff);
}

}  // namespace dp::weblog
