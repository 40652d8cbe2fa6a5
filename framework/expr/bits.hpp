// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace dp::expr {

/// Bit `at` of an Arrow bitmap.
inline bool bit_at(const void* bits, std::size_t at) noexcept {
  return (static_cast<const std::uint8_t*>(bits)[at >> 3] >> (at & 7) & 1) != 0;
}

/// Appends bits to a bitmap.
/// Lifetime: borrows `out`.
class BitWriter {
 public:
  /// `out` has room for `count` bits, which are 0 until they are put.
  BitWriter(std::uint8_t* out, std::size_t count) noexcept : out_(out) {
    std::fill_n(out, (count + 7) / 8, std::uint8_t{0});
  }
  /// The next bit. `value`: 0 or 1.
  void put(unsigned value) noexcept {
    out_[at_ >> 3] = static_cast<std::uint8_t>(out_[at_ >> 3] | value << (at_ & 7));
    ++at_;
  }

 private:
  std::uint8_t* out_;
  std::size_t at_ = 0;
};

}  // namespace dp::expr
