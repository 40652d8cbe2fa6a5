// SPDX-License-Identifier: Apache-2.0
#include "arrow/values_in.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <dp/civil.hpp>
#include <dp/detail/wide_int.hpp>
#include <limits>

namespace dp::arrow {
namespace {

using Kind = Shape::Kind;

constexpr std::int64_t kMillisOfDay = civil::kDay / 1000;
constexpr std::size_t kMostWords = 8;  ///< of 32 bits, in a decimal

double half_of(std::uint16_t bits) noexcept {
  const int exponent = bits >> 10 & 0x1f;
  const int fraction = bits & 0x3ff;
  const double sign = (bits & 0x8000) != 0 ? -1 : 1;
  if (exponent == 0x1f)
    return fraction != 0 ? std::numeric_limits<double>::quiet_NaN()
                         : sign * std::numeric_limits<double>::infinity();
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  return sign * std::ldexp(fraction + 1024, exponent - 25);
}

/// Digits after the point of an amount of a unit of time.
int digits_of_unit(std::int64_t per_second) noexcept {
  int digits = 0;
  for (; per_second > 1; per_second /= 10) ++digits;
  return digits;
}

/// The size of an integer in two's complement, of 32-bit words from the lowest on.
struct Magnitude {
  std::uint32_t words[kMostWords] = {};
  bool negative = false;
};

Magnitude magnitude_of(const Array& array, std::uint64_t row) noexcept {
  const auto width = array.shape->width;
  Magnitude made;
  std::memcpy(made.words, array.values.data() + row * width, width);
  const auto top = width / 4 - 1;
  made.negative = made.words[top] >> 31 != 0;
  std::uint64_t carry = 1;
  for (std::size_t i = 0; made.negative && i <= top; ++i) {
    carry += static_cast<std::uint32_t>(~made.words[i]);
    made.words[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  return made;
}

/// Divide by ten, and return what is left.
int take_digit(Magnitude& number) noexcept {
  std::uint64_t rest = 0;
  for (std::size_t i = kMostWords; i-- > 0;) {
    rest = rest << 32 | number.words[i];
    number.words[i] = static_cast<std::uint32_t>(rest / 10);
    rest %= 10;
  }
  return static_cast<int>(rest);
}

bool is_zero(const Magnitude& number) noexcept {
  return std::all_of(std::begin(number.words), std::end(number.words),
                     [](std::uint32_t word) { return word == 0; });
}

/// Whether 128 bits hold it.
bool is_narrow(const Magnitude& number) noexcept {
  return std::all_of(number.words + 4, number.words + kMostWords,
                     [](std::uint32_t word) { return word == 0; });
}

std::optional<Decimal> of_magnitude(Magnitude number, int scale) {
  // Zeros at the end say nothing, where there are too many digits.
  for (; scale > 0 && (scale > Decimal::kMostScale || !is_narrow(number)); --scale)
    if (take_digit(number) != 0) return std::nullopt;
  if (!is_narrow(number)) return std::nullopt;
  UInt128 coefficient = 0;
  for (std::size_t i = 4; i-- > 0;) coefficient = coefficient << 32 | number.words[i];
  for (; scale < 0; ++scale) {
    if (coefficient > ~UInt128{0} / 10) return std::nullopt;
    coefficient *= 10;
  }
  return Decimal::of(number.negative, coefficient, scale);
}

std::optional<Decimal> of_int(std::int64_t value, int scale) {
  const auto size =
      value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
  return Decimal::of(value < 0, size, scale);
}

}  // namespace

double float_of(const Array& array, std::uint64_t row) noexcept {
  if (array.shape->width == 2) return half_of(array.value<std::uint16_t>(row));
  if (array.shape->width == 4) return static_cast<double>(array.value<float>(row));
  return array.value<double>(row);
}

std::optional<Decimal> decimal_of(const Array& array, std::uint64_t row) {
  const auto& shape = *array.shape;
  if (shape.kind == Kind::integer) return Decimal(array.value<std::uint64_t>(row));
  if (shape.kind == Kind::duration)
    return of_int(array.value<std::int64_t>(row), digits_of_unit(shape.per_second));
  return of_magnitude(magnitude_of(array, row), shape.scale);
}

std::string decimal_text(const Array& array, std::uint64_t row) {
  if (array.shape->kind != Kind::decimal)
    return decimal_of(array, row).value_or(Decimal()).text();
  auto number = magnitude_of(array, row);
  std::string digits;  // from the last on
  for (int place = array.shape->scale; place < 0 && !is_zero(number); ++place) digits += '0';
  const auto places = static_cast<std::size_t>(std::max(array.shape->scale, 0));
  while (!is_zero(number) || digits.size() <= places)
    digits += static_cast<char>('0' + take_digit(number));
  if (places != 0) digits.insert(places, 1, '.');
  if (number.negative) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

std::optional<std::int32_t> day_of(const Array& array, std::uint64_t row) noexcept {
  if (array.shape->width == 4) return array.value<std::int32_t>(row);
  const auto millis = array.value<std::int64_t>(row);
  const auto days = millis / kMillisOfDay;
  if (millis % kMillisOfDay != 0 || days < INT32_MIN || days > INT32_MAX) return std::nullopt;
  return static_cast<std::int32_t>(days);
}

std::optional<Micros> micros_of(const Array& array, std::uint64_t row) noexcept {
  const auto count = array.value<std::int64_t>(row);
  const auto per_second = array.shape->per_second;
  if (per_second > civil::kSecond)
    return Micros{civil::floor_divide(count, 1000), count % 1000 != 0};
  std::int64_t micros = 0;
  if (__builtin_mul_overflow(count, civil::kSecond / per_second, &micros)) return std::nullopt;
  return Micros{micros, false};
}

std::string time_text(const Array& array, std::uint64_t row) {
  const auto& shape = *array.shape;
  const auto count = array.integer(row, shape.width, true);
  if (count < 0 || count >= 86'400 * shape.per_second) return {};
  const auto seconds = static_cast<int>(count / shape.per_second);
  const auto nanos =
      static_cast<int>(count % shape.per_second * (1'000'000'000 / shape.per_second));
  char text[48];
  std::snprintf(text, sizeof text, "%02d:%02d:%02d.%09d", seconds / 3600, seconds / 60 % 60,
                seconds % 60, nanos);
  const std::size_t digits = nanos == 0               ? 0
                             : nanos % 1'000'000 == 0 ? 4
                             : nanos % 1000 == 0      ? 7
                                                      : 10;
  return {text, 8 + digits};
}

}  // namespace dp::arrow
