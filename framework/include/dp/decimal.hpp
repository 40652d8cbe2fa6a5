// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Exact decimal numbers, for money and what else must not be rounded. Sums are in
/// <dp/decimal_sum.hpp>.
///
/// Law: what add, subtract, multiply and remainder return is exact, or they return nullopt; only
///   divide, round and to_double round, and they say how.
/// Threads: no state; call from anywhere.

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <dp/detail/wide_int.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dp {

/// A decimal number: coefficient / 10^scale.
///
/// Shape: 16 bytes, as a column of decimals has them (see Type::decimal): the 120 low bits are the
///   size of the coefficient, then 7 bits of scale, and the sign. The coefficient has at most 36
///   digits, and the scale, which is how many digits are after the point, is at most 36. All zeros
///   is 0; zero has no sign.
/// Law: 1.1 and 1.10 are two representations of one number: ==, < and <=> compare numbers, words()
///   and is_same() tell the representations apart.
class Decimal {
 public:
  /// How many digits a coefficient has at most.
  static constexpr int kDigits = 36;
  static constexpr int kMostScale = 36;
  /// Room for the text of any decimal.
  static constexpr std::size_t kRoom = 48;

  /// 0
  constexpr Decimal() noexcept = default;
  template <std::integral T>
  requires(!std::same_as<T, bool>) constexpr explicit Decimal(T value) noexcept
      : Decimal(value < 0, value < 0 ? UInt128{0} - static_cast<UInt128>(value)
                                     : static_cast<UInt128>(value)) {}
  /// (-1)^negative * coefficient / 10^scale. Errors: nullopt if it has more than kDigits digits or a
  /// scale above kMostScale. Zeros at the end of the fraction are dropped if that helps.
  /// Precondition: the scale is not negative.
  static std::optional<Decimal> of(bool negative, UInt128 coefficient, int scale) noexcept;
  /// The decimal that a float is written as, which is the shortest that reads back as it: 0.1 is
  /// 0.1. Errors: nullopt for what is not finite, and for what no decimal holds.
  static std::optional<Decimal> of(double value) noexcept;
  /// Read digits, maybe with a point, maybe after '-', maybe with an exponent: "-1.10", ".5", "2.",
  /// "1e3". As many digits are after the point as in the text: "1.10" has a scale of 2.
  /// Errors: nullopt for any other text, and for what has too many digits: see has_too_many().
  static std::optional<Decimal> parse(std::string_view text) noexcept;
  /// Whether parse() refuses a number for having too many digits, or being too large or too small.
  static bool has_too_many(std::string_view text) noexcept;
  /// Of words().
  static constexpr Decimal of_words(std::uint64_t low, std::uint64_t high) noexcept {
    Decimal made;
    made.low_ = low;
    made.high_ = high;
    return made;
  }

  /// The 16 bytes as two words: equal for equal representations. To hash and to compare keys.
  [[nodiscard]] constexpr std::pair<std::uint64_t, std::uint64_t> words() const noexcept {
    return {low_, high_};
  }
  [[nodiscard]] constexpr UInt128 coefficient() const noexcept {
    return static_cast<UInt128>(high_ & kHighBits) << 64 | low_;
  }
  /// How many digits are after the point.
  [[nodiscard]] constexpr int scale() const noexcept {
    const auto found = static_cast<int>(high_ >> kScaleAt & 0x7f);
    return found < kMostScale ? found : kMostScale;  // whatever a plugin's column has
  }
  [[nodiscard]] constexpr bool is_negative() const noexcept { return high_ >> 63 != 0; }
  [[nodiscard]] constexpr bool is_zero() const noexcept { return coefficient() == 0; }
  /// Whether it is the same number, written alike.
  [[nodiscard]] constexpr bool is_same(const Decimal& other) const noexcept {
    return words() == other.words();
  }

  [[nodiscard]] constexpr Decimal operator-() const noexcept {
    return is_zero() ? *this : of_words(low_, high_ ^ std::uint64_t{1} << 63);
  }
  [[nodiscard]] constexpr Decimal magnitude() const noexcept {
    return is_negative() ? -*this : *this;
  }
  /// The nearest float, ties to even.
  [[nodiscard]] double to_double() const noexcept;
  /// The int that it is: "2.00" is 2. Errors: nullopt for fractions and beyond 64 bits.
  [[nodiscard]] std::optional<std::int64_t> to_int() const noexcept;
  /// Its text, all digits of its scale included: "1.10", "-0.05", "3". Writes up to kRoom bytes.
  char* put(char* out) const noexcept;
  [[nodiscard]] std::string text() const {
    char bytes[kRoom];
    return {bytes, put(bytes)};
  }

  /// By number.
  friend std::weak_ordering operator<=>(const Decimal& a, const Decimal& b) noexcept;
  friend bool operator==(const Decimal& a, const Decimal& b) noexcept {
    return a.is_same(b) || (a <=> b) == std::weak_ordering::equivalent;
  }

 private:
  static constexpr int kScaleAt = 56;
  static constexpr std::uint64_t kHighBits = (std::uint64_t{1} << kScaleAt) - 1;

  constexpr Decimal(bool negative, UInt128 coefficient) noexcept
      : low_(static_cast<std::uint64_t>(coefficient)),
        high_(static_cast<std::uint64_t>(coefficient >> 64) |
              std::uint64_t{negative && coefficient != 0} << 63) {}

  std::uint64_t low_ = 0;
  std::uint64_t high_ = 0;
};
static_assert(sizeof(Decimal) == 16);

namespace decimal {

/// By number, and of equal numbers the one with the smaller scale first: for results that must not
/// depend on an order, as min, max and sort.
std::strong_ordering compare(const Decimal& a, const Decimal& b) noexcept;

/// Exact sum, difference, product. The scale is the larger of both, of a product their sum; if so
/// many digits have no room, zeros at the end of the fraction are dropped.
/// Errors: nullopt if the number itself has no room.
std::optional<Decimal> add(const Decimal& a, const Decimal& b) noexcept;
std::optional<Decimal> subtract(const Decimal& a, const Decimal& b) noexcept;
std::optional<Decimal> multiply(const Decimal& a, const Decimal& b) noexcept;

/// The quotient, to 36 significant digits and at most 36 after the point, half to even; zeros at
/// the end of its fraction are dropped: 1 / 4 is 0.25, 3.00 / 1.50 is 2.
/// Errors: nullopt if b is 0, or the quotient too large.
std::optional<Decimal> divide(const Decimal& a, const Decimal& b) noexcept;

/// What is left of a when b is taken from it as often as it goes in: exact, with the sign of a.
/// Errors: nullopt if b is 0.
std::optional<Decimal> remainder(const Decimal& a, const Decimal& b) noexcept;

enum class Rounding : std::uint8_t {
  half_even,  ///< to the nearest, of two to the one with an even last digit
  half_away,  ///< to the nearest, of two to the one farther from 0
  down,       ///< toward minus infinity: floor
  up,         ///< toward plus infinity: ceil
  to_zero     ///< cut
};

/// The number with `places` digits after the point, rounded if it has more. Of one that has fewer,
/// the text gets no zeros. Negative places round to tens, hundreds and so on.
/// Errors: nullopt if rounding up gives too many digits.
std::optional<Decimal> round(const Decimal& value, int places, Rounding how) noexcept;

/// Without zeros at the end of its fraction: 1.10 as 1.1. Law: equal numbers give one
/// representation.
Decimal shortest(const Decimal& value) noexcept;

}  // namespace decimal
}  // namespace dp

#include <dp/detail/decimal_inline.hpp>
