// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How decimals are computed. <dp/decimal.hpp> includes this.

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <dp/decimal.hpp>
#include <dp/detail/wide_int.hpp>
#include <optional>
#include <string_view>
#include <system_error>

namespace dp {
namespace detail {

inline constexpr UInt128 power_of_ten(int power) noexcept {
  return kPowersOfTen[static_cast<std::size_t>(power)];
}
/// What a coefficient is less than.
inline constexpr UInt128 kCoefficientEnd = power_of_ten(Decimal::kDigits);

/// Drop up to `most` zeros at the end of a number. Returns how many.
inline int drop_zeros(UInt128& number, int most) noexcept {
  int dropped = 0;
  if (number == 0) return std::max(most, 0);
  for (int step = 32; step > 0; step /= 2) {
    if (most - dropped < step || number % power_of_ten(step) != 0) continue;
    number /= power_of_ten(step);
    dropped += step;
  }
  return dropped;
}

/// (-1)^negative * number / 10^scale, with as many digits after the point as have room.
template <std::size_t kWords>
std::optional<Decimal> exact_decimal(bool negative, WideInt<kWords> number,
                                     int scale) noexcept {
  while (!number.is_narrow() || number.low() >= kCoefficientEnd || scale > Decimal::kMostScale)
    if (scale-- == 0 || number.divide(10) != 0) return std::nullopt;
  return Decimal::of(negative, number.low(), scale);
}

/// A number that is cut to its first digits, and what was cut off.
struct Cut {
  UInt128 number = 0;
  int digits = 0;     ///< how many were cut off
  int half = 0;       ///< what was cut off, compared with half of the last place
  bool exact = true;  ///< it is nothing
};

/// Cut a number to a coefficient. `rest`: a fraction is cut off already, which compares so with a half.
template <std::size_t kWords>
Cut cut(WideInt<kWords> number, bool exact, int half) noexcept {
  Cut made{0, 0, half, exact};
  const auto drop = [&](int count) {
    const auto power = static_cast<std::uint64_t>(power_of_ten(count));
    const auto rest = number.divide(power);
    made.half = rest * 2 == power ? (made.exact ? 0 : 1) : rest > power / 2 ? 1 : -1;
    made.exact = made.exact && rest == 0;
    made.digits += count;
  };
  // A number of n bits has at least (n - 1) * 0.30102 digits.
  constexpr std::size_t kPer = 30102;
  while (number.width() > 128) {
    const auto digits = static_cast<int>((number.width() - 1) * kPer / 100000);
    drop(std::clamp(digits - Decimal::kDigits, 1, kWordPower - 1));
  }
  while (number.low() >= kCoefficientEnd) drop(1);
  made.number = number.low();
  return made;
}

/// Whether to go up from a number that is cut toward zero. `half`: as that of Cut.
inline bool goes_up(decimal::Rounding how, bool negative, bool odd, bool exact,
                    int half) noexcept {
  if (exact) return false;
  switch (how) {
    case decimal::Rounding::half_even:
      return half > 0 || (half == 0 && odd);
    case decimal::Rounding::half_away:
      return half >= 0;
    case decimal::Rounding::down:
      return negative;
    case decimal::Rounding::up:
      return !negative;
    case decimal::Rounding::to_zero:
      break;
  }
  return false;
}

/// (-1)^negative * dividend / divisor / 10^scale, rounded as decimal::divide does.
/// Precondition: scale is from -36 to 36; dividend * 10^(36 - scale) is less than 2^510, and the divisor
///   too.
inline std::optional<Decimal> divided_decimal(bool negative, WideInt<8> dividend,
                                              const WideInt<8>& divisor, int scale) noexcept {
  if (divisor.is_zero()) return std::nullopt;
  dividend.multiply_by_power(Decimal::kMostScale - scale);
  auto rest = dividend.divide(divisor);
  const bool exact = rest.is_zero();
  rest.multiply(2);
  const auto to_half = rest <=> divisor;
  auto made = cut(dividend, exact, to_half < 0 ? -1 : to_half > 0 ? 1 : 0);
  int places = Decimal::kMostScale - made.digits;
  if (goes_up(decimal::Rounding::half_even, negative, (made.number & 1) != 0, made.exact,
              made.half))
    ++made.number;
  places -= drop_zeros(made.number, places);
  if (places < 0) return std::nullopt;
  return Decimal::of(negative, made.number, places);
}

/// The coefficient, with its sign, at a scale that is not less than the decimal's.
inline WideInt<5> scaled_up(const Decimal& value, int scale) noexcept {
  WideInt<5> made(value.coefficient());
  made.multiply_by_power(scale - value.scale());
  if (value.is_negative()) made.negate();
  return made;
}

/// A sum or a difference where 128 bits may be too few.
inline std::optional<Decimal> add_wide(const Decimal& a, const Decimal& b) noexcept {
  const int scale = std::max(a.scale(), b.scale());
  auto sum = scaled_up(a, scale);
  sum.add(scaled_up(b, scale));
  const bool negative = sum.is_negative();
  if (negative) sum.negate();
  return exact_decimal(negative, sum, scale);
}

/// The digits of a number. Returns their end.
inline char* put_digits(char* out, UInt128 number) noexcept {
  constexpr int kMost = 20;
  constexpr UInt128 kWord = power_of_ten(kWordPower);
  if (number < kWord)
    return std::to_chars(out, out + kMost, static_cast<std::uint64_t>(number)).ptr;
  out = std::to_chars(out, out + kMost, static_cast<std::uint64_t>(number / kWord)).ptr;
  auto low = static_cast<std::uint64_t>(number % kWord);
  for (int i = kWordPower; i-- > 0; low /= 10) out[i] = static_cast<char>('0' + low % 10);
  return out + kWordPower;
}

/// What a text is: a number that a decimal holds, one that none does, or no number.
enum class Reading : std::uint8_t { fits, too_many, none };

/// The digits of a text, before they are put in their place.
struct Digits {
  UInt128 number = 0;
  int count = 0;   ///< of digits from the first on that is not 0
  int places = 0;  ///< of digits after the point

  /// Read digits. Returns where they end.
  const char* read(const char* at, const char* end) noexcept {
    for (; at < end; ++at) {
      const auto digit = static_cast<unsigned>(static_cast<unsigned char>(*at)) - '0';
      if (digit > 9) break;
      if (count > 0 || digit != 0) ++count;
      if (count <= Decimal::kDigits) number = number * 10 + digit;
    }
    return at;
  }
};

/// The exponent of a text that may have one; beyond what matters it is cut.
inline bool read_exponent(std::string_view text, int& exponent) noexcept {
  exponent = 0;
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  const bool minus = text.starts_with('-');
  if (minus || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return false;
  constexpr int kMost = 1'000'000'000;
  for (const char byte : text) {
    if (byte < '0' || byte > '9') return false;
    exponent = std::min(exponent, kMost / 10 - 1) * 10 + (byte - '0');
  }
  if (minus) exponent = -exponent;
  return true;
}

inline Reading read_decimal(std::string_view text, Decimal& value) noexcept {
  const bool minus = text.starts_with('-');
  const char* const end = text.data() + text.size();
  const char* const first = text.data() + (minus ? 1 : 0);
  Digits digits;
  const char* at = digits.read(first, end);
  auto read = at - first;
  std::ptrdiff_t places = 0;
  if (at < end && *at == '.') {
    const char* const point = ++at;
    at = digits.read(at, end);
    places = at - point;
    read += places;
  }
  int exponent = 0;
  if (read == 0 || !read_exponent({at, static_cast<std::size_t>(end - at)}, exponent))
    return Reading::none;
  if (digits.count > Decimal::kDigits) return Reading::too_many;
  const auto scale = places - exponent;
  if (digits.number == 0) {
    value = *Decimal::of(
        false, 0, static_cast<int>(std::clamp<std::ptrdiff_t>(scale, 0, Decimal::kMostScale)));
    return Reading::fits;
  }
  if (scale > Decimal::kMostScale ||
      digits.count - std::min<std::ptrdiff_t>(scale, 0) > Decimal::kDigits)
    return Reading::too_many;
  if (scale < 0) digits.number *= power_of_ten(static_cast<int>(-scale));
  value = *Decimal::of(minus, digits.number, std::max(static_cast<int>(scale), 0));
  return Reading::fits;
}

}  // namespace detail

// ---- Decimal --------------------------------------------------------------------------------

inline std::optional<Decimal> Decimal::of(bool negative, UInt128 coefficient,
                                          int scale) noexcept {
  if (coefficient >= detail::kCoefficientEnd || scale > kMostScale)
    return detail::exact_decimal(negative, detail::WideInt<2>(coefficient), scale);
  Decimal made(negative, coefficient);
  made.high_ |= static_cast<std::uint64_t>(scale) << kScaleAt;
  return made;
}

inline std::optional<Decimal> Decimal::of(double value) noexcept {
  char text[kRoom];
  if (!std::isfinite(value)) return std::nullopt;
  return parse({text, std::to_chars(text, text + kRoom, value).ptr});
}

inline std::optional<Decimal> Decimal::parse(std::string_view text) noexcept {
  Decimal value;
  if (detail::read_decimal(text, value) != detail::Reading::fits) return std::nullopt;
  return value;
}

inline bool Decimal::has_too_many(std::string_view text) noexcept {
  Decimal value;
  return detail::read_decimal(text, value) == detail::Reading::too_many;
}

inline double Decimal::to_double() const noexcept {
  constexpr UInt128 kExactEnd = UInt128{1} << 53;
  constexpr int kExactPower = 22;
  if (coefficient() < kExactEnd && scale() <= kExactPower) {
    const auto size =
        static_cast<double>(coefficient()) / static_cast<double>(detail::power_of_ten(scale()));
    return is_negative() ? -size : size;
  }
  char text[kRoom];
  double value = 0;
  std::from_chars(text, put(text), value);
  return value;
}

inline std::optional<std::int64_t> Decimal::to_int() const noexcept {
  const UInt128 divisor = detail::power_of_ten(scale());
  const UInt128 size = coefficient() / divisor;
  const UInt128 most = (UInt128{1} << 63) - (is_negative() ? 0 : 1);
  if (coefficient() % divisor != 0 || size > most) return std::nullopt;
  const auto word = static_cast<std::uint64_t>(size);
  return static_cast<std::int64_t>(is_negative() ? ~word + 1 : word);
}

inline char* Decimal::put(char* out) const noexcept {
  if (is_negative()) *out++ = '-';
  const int places = scale();
  if (places == 0) return detail::put_digits(out, coefficient());
  char digits[kRoom];
  const auto count = detail::put_digits(digits, coefficient()) - digits;
  if (count > places) {
    out = std::copy_n(digits, count - places, out);
    *out++ = '.';
    return std::copy_n(digits + (count - places), places, out);
  }
  *out++ = '0';
  *out++ = '.';
  out = std::fill_n(out, places - count, '0');
  return std::copy_n(digits, count, out);
}

inline std::weak_ordering operator<=>(const Decimal& a, const Decimal& b) noexcept {
  if (a.is_negative() != b.is_negative())
    return a.is_negative() ? std::weak_ordering::less : std::weak_ordering::greater;
  const Decimal& x = a.is_negative() ? b : a;
  const Decimal& y = a.is_negative() ? a : b;
  if (x.scale() == y.scale()) return x.coefficient() <=> y.coefficient();
  const int scale = std::max(x.scale(), y.scale());
  return detail::scaled_up(x.magnitude(), scale) <=> detail::scaled_up(y.magnitude(), scale);
}

// ---- arithmetic -----------------------------------------------------------------------------

namespace decimal {

inline std::strong_ordering compare(const Decimal& a, const Decimal& b) noexcept {
  const auto order = a <=> b;
  if (order < 0) return std::strong_ordering::less;
  return order > 0 ? std::strong_ordering::greater : a.scale() <=> b.scale();
}

inline std::optional<Decimal> add(const Decimal& a, const Decimal& b) noexcept {
  if (a.scale() != b.scale()) return detail::add_wide(a, b);
  const UInt128 x = a.coefficient();
  const UInt128 y = b.coefficient();
  if (a.is_negative() == b.is_negative()) return Decimal::of(a.is_negative(), x + y, a.scale());
  return Decimal::of(x > y ? a.is_negative() : b.is_negative(), x > y ? x - y : y - x,
                     a.scale());
}

inline std::optional<Decimal> subtract(const Decimal& a, const Decimal& b) noexcept {
  return add(a, -b);
}

inline std::optional<Decimal> multiply(const Decimal& a, const Decimal& b) noexcept {
  const bool negative = a.is_negative() != b.is_negative();
  return detail::exact_decimal(negative, detail::product_of(a.coefficient(), b.coefficient()),
                               a.scale() + b.scale());
}

inline std::optional<Decimal> divide(const Decimal& a, const Decimal& b) noexcept {
  return detail::divided_decimal(a.is_negative() != b.is_negative(),
                                 detail::WideInt<8>(a.coefficient()),
                                 detail::WideInt<8>(b.coefficient()), a.scale() - b.scale());
}

inline std::optional<Decimal> remainder(const Decimal& a, const Decimal& b) noexcept {
  if (b.is_zero()) return std::nullopt;
  const int scale = std::max(a.scale(), b.scale());
  auto dividend = detail::scaled_up(a.magnitude(), scale);
  const auto rest = dividend.divide(detail::scaled_up(b.magnitude(), scale));
  return detail::exact_decimal(a.is_negative(), rest, scale);
}

inline std::optional<Decimal> round(const Decimal& value, int places, Rounding how) noexcept {
  if (places >= value.scale()) return value;
  constexpr int kMost = Decimal::kDigits + 1;  // more is as far from a half
  const int power = std::min(value.scale() - std::max(places, -2 * kMost), kMost);
  const UInt128 unit = detail::power_of_ten(power);
  const UInt128 rest = value.coefficient() % unit;
  UInt128 number = value.coefficient() / unit;
  const auto half = rest <=> unit - rest;
  if (detail::goes_up(how, value.is_negative(), (number & 1) != 0, rest == 0,
                      half < 0   ? -1
                      : half > 0 ? 1
                                 : 0))
    ++number;
  if (places >= 0) return Decimal::of(value.is_negative(), number, places);
  if (number != 0 && places <= -kMost) return std::nullopt;
  detail::WideInt<5> size(number);
  size.multiply_by_power(-std::max(places, -kMost));
  return detail::exact_decimal(value.is_negative(), size, 0);
}

inline Decimal shortest(const Decimal& value) noexcept {
  UInt128 number = value.coefficient();
  const int dropped = detail::drop_zeros(number, value.scale());
  const auto made = Decimal::of(value.is_negative(), number, value.scale() - dropped);
  return made ? *made : value;  // whatever a plugin's column has
}

}  // namespace decimal
}  // namespace dp
