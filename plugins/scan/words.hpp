// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Eight bytes as one word.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <dp/detail/bytes16.hpp>

namespace dp::scan {

using detail::repeat;
using detail::zero_bytes;

/// The 8 bytes at `at`, the first in the lowest byte.
inline std::uint64_t load8(const char* at) noexcept {
  std::uint64_t word;
  std::memcpy(&word, at, 8);
  return word;
}

/// A word whose lowest `bytes` (0 to 8) bytes are 0xff.
constexpr std::uint64_t low_bytes(std::size_t bytes) noexcept {
  return bytes >= 8 ? ~UINT64_C(0) : (UINT64_C(1) << (8 * bytes)) - 1;
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

}  // namespace dp::scan
