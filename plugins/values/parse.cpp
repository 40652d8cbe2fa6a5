// SPDX-License-Identifier: Apache-2.0
#include "values/parse.hpp"

#include <charconv>
#include <dp/civil.hpp>
#include <dp/number.hpp>
#include <system_error>

namespace dp::values {
namespace {

bool is_digit_or_point(char byte) noexcept {
  return (byte >= '0' && byte <= '9') || byte == '.';
}

std::optional<std::int64_t> parse_all(std::string_view text) noexcept {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc{} || result.ptr != end) return std::nullopt;
  return value;
}

/// The text without a '+' that a digit or a point follows.
std::string_view without_plus(std::string_view text) noexcept {
  if (text.size() < 2 || text[0] != '+' || !is_digit_or_point(text[1])) return text;
  return text.substr(1);
}

constexpr double kPowers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                              1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/// Append the digits at `at` to `value`. Returns where they end.
inline const char* spell(const char* at, const char* end, std::int64_t& value) noexcept {
  for (; at < end; ++at) {
    const auto digit = static_cast<unsigned>(*at) - '0';
    if (digit > 9) break;
    value = value * 10 + digit;
  }
  return at;
}

/// A decimal of up to 15 digits, which most data is; its mantissa and power of ten are exact
/// doubles, and so one rounding gives the nearest. Source: W. Clinger, "How to Read Floating
/// Point Numbers Accurately", 1990.
std::optional<double> parse_short_decimal(std::string_view text) noexcept {
  const bool minus = !text.empty() && text.front() == '-';
  const char* begin = text.data() + (minus ? 1 : 0);
  const char* end = text.data() + text.size();
  if (end - begin > 16) return std::nullopt;
  std::int64_t mantissa = 0;
  const char* at = spell(begin, end, mantissa);
  std::ptrdiff_t digits = at - begin;
  std::ptrdiff_t places = 0;
  if (at < end && *at == '.') {
    const char* const point = at++;
    at = spell(at, end, mantissa);
    places = at - point - 1;
    digits += places;
  }
  if (at != end || digits == 0 || digits > 15) return std::nullopt;
  const double size = static_cast<double>(mantissa) / kPowers[places];
  return minus ? -size : size;
}

}  // namespace

std::optional<std::int64_t> parse_int(std::string_view text) noexcept {
  const bool minus = !text.empty() && text.front() == '-';
  const char* begin = text.data() + (minus ? 1 : 0);
  const char* end = text.data() + text.size();
  std::int64_t value = 0;
  // 18 digits hold in any case.
  if (begin == end || end - begin > 18 || spell(begin, end, value) != end)
    return parse_all(without_plus(text));
  return minus ? -value : value;
}

std::optional<double> parse_float(std::string_view text) noexcept {
  if (const auto value = parse_short_decimal(text)) return value;
  return number::parse_float(without_plus(text));
}

std::optional<Decimal> parse_decimal(std::string_view text) noexcept {
  return Decimal::parse(without_plus(text));
}

std::optional<bool> parse_bool(std::string_view text) noexcept {
  if (text == "true" || text == "True" || text == "TRUE" || text == "1") return true;
  if (text == "false" || text == "False" || text == "FALSE" || text == "0") return false;
  return std::nullopt;
}

bool put_value(ColumnBuilder& builder, std::size_t row, std::string_view text) {
  const auto set = [&](const auto& value) {
    if (value) builder.put(row, *value);
    return value.has_value();
  };
  switch (builder.type()) {
    case Type::boolean:
      return set(parse_bool(text));
    case Type::int64:
      return set(parse_int(text));
    case Type::float64:
      return set(parse_float(text));
    case Type::timestamp:
      return set(civil::parse_time(text));
    case Type::date:
      return set(civil::parse_date(text));
    case Type::decimal:
      return set(parse_decimal(text));
    case Type::string:
    case Type::json:
      break;
  }
  return false;
}

std::string expected(Type type, std::string_view text) {
  std::string name(type_name(type));
  if (type != Type::decimal || !Decimal::has_too_many(without_plus(text))) return name;
  return name + " of at most " + std::to_string(Decimal::kDigits) + " digits";
}

std::optional<Type> type_of_word(std::string_view word) noexcept {
  for (const auto type : kAllTypes)
    if (word == type_name(type)) return type;
  return std::nullopt;
}

}  // namespace dp::values
