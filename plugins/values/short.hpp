// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <dp/decimal.hpp>
#include <string_view>

#include "scan/words.hpp"

/// Short numbers, eight bytes at a time. What is not short is left to values/parse.hpp, and what
/// is gets the same value.
namespace dp::values {
namespace detail {

inline constexpr std::uint64_t kEachByte = scan::repeat(1);

/// Eight bytes as digits, the first the highest. False if one is none.
inline bool eight_digits(std::uint64_t bytes, std::uint64_t& value) noexcept {
  bytes ^= kEachByte * '0';
  if ((((bytes + kEachByte * 0x76) | bytes) & kEachByte * 0x80) != 0) return false;
  bytes = bytes * 10 + (bytes >> 8);
  constexpr std::uint64_t kPairs = 0x0000'00ff'0000'00ff;
  value = ((bytes & kPairs) * (100 + (1'000'000ull << 32)) +
           ((bytes >> 16) & kPairs) * (1 + (10'000ull << 32))) >>
          32;
  return true;
}

/// Put zeros before the `size` digits in the lowest bytes. Precondition: 1 <= size <= 8.
inline std::uint64_t with_zeros(std::uint64_t bytes, std::size_t size) noexcept {
  const auto shift = 8 * (8 - size);
  return bytes << shift | ((kEachByte * '0') & ((std::uint64_t{1} << shift) - 1));
}

/// Digits with a point among them, maybe after a minus.
struct Fraction {
  bool minus = false;
  std::uint64_t number = 0;
  std::size_t places = 0;  ///< how many digits follow the point
};

/// Read up to 8 digits and points, one point at most. False if it is anything else.
inline bool read_fraction(const char* text, std::size_t size, Fraction& made) noexcept {
  made.minus = *text == '-';
  auto digits = size - (made.minus ? 1 : 0);
  if (digits - 1 > 7) return false;
  auto bytes = scan::load8(text + (made.minus ? 1 : 0));
  const auto unlike = bytes ^ (kEachByte * '.');
  const auto points = (unlike - kEachByte) & ~unlike & kEachByte * 0x80;
  const auto point = static_cast<std::size_t>(std::countr_zero(points)) / 8;
  if (point < digits) {
    made.places = --digits - point;
    if (digits == 0) return false;
    const auto before = (std::uint64_t{1} << 8 * point) - 1;
    bytes = (bytes & before) | (bytes >> 8 & ~before);
  }
  return eight_digits(with_zeros(bytes, digits), made.number);
}

/// Whether digits, maybe with a point, begin and end with a digit, and with 0 only before the point.
inline bool is_plain(const char* text, std::size_t size) noexcept {
  const std::size_t first = *text == '-' ? 1 : 0;
  if (text[first] == '.' || text[size - 1] == '.') return false;
  return text[first] != '0' || size == first + 1 || text[first + 1] == '.';
}

}  // namespace detail

/// Read `text` if it is 1 to 8 digits, maybe after a minus. False, and nothing set, if it is
/// anything else. Precondition: 16 bytes at `text` are readable.
inline bool read_short_int(const char* text, std::size_t size, std::int64_t& value) noexcept {
  const bool minus = *text == '-';
  const auto digits = size - (minus ? 1 : 0);
  std::uint64_t number = 0;
  if (digits - 1 > 7 ||
      !detail::eight_digits(detail::with_zeros(scan::load8(text + (minus ? 1 : 0)), digits),
                            number))
    return false;
  value = minus ? -static_cast<std::int64_t>(number) : static_cast<std::int64_t>(number);
  return true;
}

/// Whether a text that read_short_int has read is what its value is written as: int_comes_back.
inline bool short_int_comes_back(const char* text, std::size_t size) noexcept {
  return text[*text == '-' ? 1 : 0] != '0' || size == 1;
}

/// Read `text` if it is up to 8 digits and points, one point at most, maybe after a minus. As
/// read_short_int else.
/// Law: the double nearest to the decimal, since neither the digits nor the power of ten that
///   they are divided by is rounded.
inline bool read_short_float(const char* text, std::size_t size, double& value) noexcept {
  constexpr double kPowers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
  detail::Fraction fraction;
  if (!detail::read_fraction(text, size, fraction)) return false;
  const auto quotient = static_cast<double>(fraction.number) / kPowers[fraction.places];
  value = fraction.minus ? -quotient : quotient;
  return true;
}

/// Whether a text that read_short_float has read as `value` comes back: float_comes_back.
inline bool short_float_comes_back(const char* text, std::size_t size, double value) noexcept {
  if (!detail::is_plain(text, size)) return false;
  if (text[size - 1] == '0' && std::string_view(text, size).find('.') != std::string_view::npos)
    return false;
  return value == 0 || value >= 1e-4 || value <= -1e-4;
}

/// As read_short_float, but exact.
inline bool read_short_decimal(const char* text, std::size_t size, Decimal& value) noexcept {
  detail::Fraction fraction;
  if (!detail::read_fraction(text, size, fraction)) return false;
  value = *Decimal::of(fraction.minus, fraction.number, static_cast<int>(fraction.places));
  return true;
}

/// Whether a text that read_short_decimal has read as `value` comes back: decimal_comes_back.
inline bool short_decimal_comes_back(const char* text, std::size_t size,
                                     const Decimal& value) noexcept {
  return detail::is_plain(text, size) && (*text != '-' || !value.is_zero());
}

}  // namespace dp::values
