// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Numbers of more than 64 bits, and the one rounding at the end: what <dp/exact_sum.hpp> is
/// made of.

#include <array>
#include <bit>
#include <cstdint>

namespace dp {

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

/// A number of any size: (-1)^negative * words * 2^exponent, words[0] the lowest.
///
/// Shape: `size` words are in use; the highest of them may be 0. Zero has size 0 or all words
/// 0.
struct BigNumber {
  static constexpr std::size_t kWords = 36;
  bool negative = false;
  int exponent = 0;
  std::size_t size = 0;
  std::uint64_t words[kWords];

  static BigNumber of(Int128 value, int exponent = 0) noexcept {
    BigNumber made;
    made.negative = value < 0;
    made.exponent = exponent;
    made.size = 2;
    const UInt128 magnitude =
        value < 0 ? -static_cast<UInt128>(value) : static_cast<UInt128>(value);
    made.words[0] = static_cast<std::uint64_t>(magnitude);
    made.words[1] = static_cast<std::uint64_t>(magnitude >> 64);
    return made;
  }

  /// The nearest double, ties to even, infinite beyond the largest; +0 for zero.
  [[nodiscard]] double rounded() const noexcept { return rounded(false); }
  /// The nearest double to this / divisor: rounded once.
  /// Precondition: divisor > 0, and size <= kWords - 2, as that of a WideSum.
  [[nodiscard]] double divided(std::uint64_t divisor) const noexcept;

 private:
  /// `sticky`: a bit below those here is set.
  [[nodiscard]] double rounded(bool sticky) const noexcept;
  [[nodiscard]] double assemble(std::uint64_t top, int high, bool sticky) const noexcept;
};

/// The exact sum of any finite doubles: all bits from 2^-1074 to 2^1101 at once.
///
/// Shape: a two's-complement number of 34 words in units of 2^-1074.
/// Law: exact for up to 2^63 additions of the largest double.
/// Cost: 272 bytes, 5 to 10 ns an addition.
/// Source: R. Kulisch's long accumulator.
class WideSum {
 public:
  static constexpr std::size_t kWords = 34;
  static constexpr int kLowest = -1074;

  /// Add value * 2^exponent. Precondition: a multiple of 2^-1074, below 2^1101.
  void add(Int128 value, int exponent) noexcept {
    UInt128 magnitude = value < 0 ? -static_cast<UInt128>(value) : static_cast<UInt128>(value);
    if (magnitude == 0) return;
    for (; exponent < kLowest; ++exponent) magnitude >>= 1;
    const auto place = static_cast<unsigned>(exponent - kLowest);
    const std::size_t word = place / 64;
    const unsigned bits = place % 64;
    const auto low = static_cast<std::uint64_t>(magnitude);
    const auto high = static_cast<std::uint64_t>(magnitude >> 64);
    const std::uint64_t parts[3] = {low << bits,
                                    high << bits | (bits == 0 ? 0 : low >> (64 - bits)),
                                    bits == 0 ? 0 : high >> (64 - bits)};
    if (value < 0)
      subtract(word, parts, 3);
    else
      add(word, parts, 3);
  }
  void add(const WideSum& other) noexcept { add(0, other.words_.data(), kWords); }
  /// Add a number. Precondition: as for add(value, exponent).
  void add(const BigNumber& number) noexcept {
    for (std::size_t i = 0; i < number.size; ++i) {
      const auto word = static_cast<Int128>(number.words[i]);
      add(number.negative ? -word : word, number.exponent + static_cast<int>(64 * i));
    }
  }
  [[nodiscard]] BigNumber number() const noexcept {
    BigNumber made;
    made.negative = words_[kWords - 1] >> 63 != 0;
    made.exponent = kLowest;
    made.size = kWords;
    std::uint64_t carry = made.negative ? 1 : 0;
    for (std::size_t i = 0; i < kWords; ++i) {
      made.words[i] = (made.negative ? ~words_[i] : words_[i]) + carry;
      if (carry != 0 && made.words[i] != 0) carry = 0;
    }
    return made;
  }

 private:
  void add(std::size_t at, const std::uint64_t* parts, std::size_t count) noexcept {
    std::uint64_t carry = 0;
    for (std::size_t i = 0; at < kWords && (i < count || carry != 0); ++i, ++at) {
      const UInt128 sum = static_cast<UInt128>(words_[at]) + (i < count ? parts[i] : 0) + carry;
      words_[at] = static_cast<std::uint64_t>(sum);
      carry = static_cast<std::uint64_t>(sum >> 64);
    }
  }
  void subtract(std::size_t at, const std::uint64_t* parts, std::size_t count) noexcept {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; at < kWords && (i < count || borrow != 0); ++i, ++at) {
      const UInt128 sum =
          static_cast<UInt128>(words_[at]) - (i < count ? parts[i] : 0) - borrow;
      words_[at] = static_cast<std::uint64_t>(sum);
      borrow = static_cast<std::uint64_t>(sum >> 64) & 1;
    }
  }
  std::array<std::uint64_t, kWords> words_{};
};

// ---- inline definitions ---------------------------------------------------------------------

inline double BigNumber::rounded(bool sticky) const noexcept {
  std::size_t top = size;
  while (top > 0 && words[top - 1] == 0) --top;
  if (top == 0) return 0;
  const auto zeros = static_cast<unsigned>(std::countl_zero(words[top - 1]));
  std::uint64_t bits = words[top - 1] << zeros;
  if (top > 1) {
    if (zeros != 0) bits |= words[top - 2] >> (64 - zeros);
    sticky |= words[top - 2] << zeros != 0;
    for (std::size_t i = 0; i + 2 < top && !sticky; ++i) sticky = words[i] != 0;
  }
  return assemble(bits, exponent + static_cast<int>(64 * top) - 1 - static_cast<int>(zeros),
                  sticky);
}

/// `top`: the highest 64 bits, the first of them set, which stands for 2^high.
inline double BigNumber::assemble(std::uint64_t top, int high, bool sticky) const noexcept {
  const std::uint64_t sign = std::uint64_t{negative} << 63;
  constexpr std::uint64_t kInfinity = std::uint64_t{0x7ff} << 52;
  if (high > 1023) return std::bit_cast<double>(sign | kInfinity);
  const int drop = high >= -1022 ? 11 : 11 - 1022 - high;
  if (drop > 64) return std::bit_cast<double>(sign);
  std::uint64_t mantissa = drop == 64 ? 0 : top >> drop;
  const std::uint64_t rest = drop == 64 ? top : top & ((std::uint64_t{1} << drop) - 1);
  const std::uint64_t half = std::uint64_t{1} << (drop - 1);
  if (rest > half || (rest == half && (sticky || (mantissa & 1) != 0))) ++mantissa;
  // The hidden bit adds itself to the exponent; a carry out of the mantissa does too.
  const std::uint64_t biased =
      high >= -1022 ? static_cast<std::uint64_t>(high + 1022) << 52 : 0;
  return std::bit_cast<double>(sign | (biased + mantissa));
}

inline double BigNumber::divided(std::uint64_t divisor) const noexcept {
  std::size_t top = size;
  while (top > 0 && words[top - 1] == 0) --top;
  if (top == 0) return 0;
  // Two more words below make the quotient longer than a double's mantissa.
  BigNumber quotient;
  quotient.negative = negative;
  quotient.exponent = exponent - 128;
  quotient.size = top + 2;
  std::uint64_t rest = 0;
  for (std::size_t i = top + 2; i-- > 0;) {
    const UInt128 part = static_cast<UInt128>(rest) << 64 | (i >= 2 ? words[i - 2] : 0);
    quotient.words[i] = static_cast<std::uint64_t>(part / divisor);
    rest = static_cast<std::uint64_t>(part % divisor);
  }
  return quotient.rounded(rest != 0);
}

}  // namespace dp
