// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Integers of a fixed number of words: what decimals are computed with where 128 bits are too few.

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <dp/big_number.hpp>

namespace dp::detail {

/// 10^0 to 10^38
inline constexpr auto kPowersOfTen = [] {
  std::array<UInt128, 39> powers{};
  UInt128 power = 1;
  for (auto& each : powers) {
    each = power;
    power *= 10;
  }
  return powers;
}();
/// The largest power of ten of 64 bits.
inline constexpr int kWordPower = 19;

/// An integer of 64 * kWords bits, the lowest word first. What has no room is cut off, as that of
/// unsigned integers; negative numbers are in two's complement.
template <std::size_t kWords>
class WideInt {
 public:
  constexpr WideInt() noexcept = default;
  constexpr explicit WideInt(UInt128 value) noexcept {
    words_[0] = static_cast<std::uint64_t>(value);
    words_[1] = static_cast<std::uint64_t>(value >> 64);
  }
  /// Of one that has fewer words and is not negative.
  template <std::size_t kOther>
  requires(kOther < kWords) constexpr explicit WideInt(const WideInt<kOther>& other) noexcept {
    for (std::size_t i = 0; i < kOther; ++i) words_[i] = other.word(i);
  }

  [[nodiscard]] constexpr std::uint64_t word(std::size_t index) const noexcept {
    return words_[index];
  }
  [[nodiscard]] constexpr UInt128 low() const noexcept {
    return static_cast<UInt128>(words_[1]) << 64 | words_[0];
  }
  /// Whether it is low(). Of one that is not negative.
  [[nodiscard]] constexpr bool is_narrow() const noexcept { return used_words() <= 2; }
  [[nodiscard]] constexpr bool is_zero() const noexcept { return used_words() == 0; }
  [[nodiscard]] constexpr bool is_negative() const noexcept {
    return words_[kWords - 1] >> 63 != 0;
  }
  /// How many bits a number that is not negative takes.
  [[nodiscard]] constexpr std::size_t width() const noexcept {
    const auto used = used_words();
    return used == 0
               ? 0
               : 64 * (used - 1) + static_cast<std::size_t>(std::bit_width(words_[used - 1]));
  }

  constexpr void add(const WideInt& other) noexcept {
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < kWords; ++i) {
      const UInt128 sum = static_cast<UInt128>(words_[i]) + other.words_[i] + carry;
      words_[i] = static_cast<std::uint64_t>(sum);
      carry = static_cast<std::uint64_t>(sum >> 64);
    }
  }
  constexpr void subtract(const WideInt& other) noexcept {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < kWords; ++i) {
      const UInt128 rest = static_cast<UInt128>(words_[i]) - other.words_[i] - borrow;
      words_[i] = static_cast<std::uint64_t>(rest);
      borrow = static_cast<std::uint64_t>(rest >> 64) & 1;
    }
  }
  constexpr void negate() noexcept {
    const WideInt value = *this;
    *this = WideInt();
    subtract(value);
  }
  constexpr void multiply(std::uint64_t by) noexcept {
    std::uint64_t carry = 0;
    for (auto& word : words_) {
      const UInt128 product = static_cast<UInt128>(word) * by + carry;
      word = static_cast<std::uint64_t>(product);
      carry = static_cast<std::uint64_t>(product >> 64);
    }
  }
  /// Multiply by 10^power. Of one that is not negative.
  constexpr void multiply_by_power(int power) noexcept {
    for (; power > 0; power -= kWordPower)
      multiply(static_cast<std::uint64_t>(
          kPowersOfTen[static_cast<std::size_t>(std::min(power, kWordPower))]));
  }
  /// Divide by a number that is not 0. Returns what is left. Of one that is not negative.
  constexpr std::uint64_t divide(std::uint64_t by) noexcept {
    std::uint64_t rest = 0;
    for (std::size_t i = used_words(); i-- > 0;) {
      const UInt128 part = static_cast<UInt128>(rest) << 64 | words_[i];
      words_[i] = static_cast<std::uint64_t>(part / by);
      rest = static_cast<std::uint64_t>(part % by);
    }
    return rest;
  }
  /// Divide by a number that is greater than 0. Returns what is left. Of ones that are not negative.
  constexpr WideInt divide(const WideInt& by) noexcept {
    if (by.used_words() <= 1) return WideInt(UInt128{divide(by.words_[0])});
    if (is_narrow() && by.is_narrow()) {
      const WideInt rest(low() % by.low());
      *this = WideInt(low() / by.low());
      return rest;
    }
    return divide_bits(by);
  }

  /// Of ones that are not negative.
  constexpr std::strong_ordering operator<=>(const WideInt& other) const noexcept {
    for (std::size_t i = kWords; i-- > 0;)
      if (words_[i] != other.words_[i]) return words_[i] <=> other.words_[i];
    return std::strong_ordering::equal;
  }
  constexpr bool operator==(const WideInt& other) const noexcept = default;

 private:
  [[nodiscard]] constexpr std::size_t used_words() const noexcept {
    std::size_t used = kWords;
    while (used > 0 && words_[used - 1] == 0) --used;
    return used;
  }
  constexpr void shift_in(bool bit) noexcept {
    for (std::size_t i = kWords; i-- > 1;) words_[i] = words_[i] << 1 | words_[i - 1] >> 63;
    words_[0] = words_[0] << 1 | (bit ? 1 : 0);
  }
  constexpr WideInt divide_bits(const WideInt& by) noexcept {
    WideInt rest;
    WideInt quotient;
    for (std::size_t i = width(); i-- > 0;) {
      rest.shift_in((words_[i / 64] >> (i % 64) & 1) != 0);
      const bool fits = rest >= by;
      if (fits) rest.subtract(by);
      quotient.shift_in(fits);
    }
    *this = quotient;
    return rest;
  }

  std::array<std::uint64_t, kWords> words_{};
};

/// The product of two, with room for all of it.
constexpr WideInt<4> product_of(UInt128 a, UInt128 b) noexcept {
  WideInt<4> high(a);
  high.multiply(static_cast<std::uint64_t>(b >> 64));
  for (int half = 0; half < 2; ++half) high.multiply(std::uint64_t{1} << 32);
  WideInt<4> low(a);
  low.multiply(static_cast<std::uint64_t>(b));
  low.add(high);
  return low;
}

}  // namespace dp::detail
