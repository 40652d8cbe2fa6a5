// SPDX-License-Identifier: Apache-2.0
#include "values/come_back.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <dp/civil.hpp>
#include <dp/decimal.hpp>
#include <dp/format.hpp>

#include "values/parse.hpp"

namespace dp::values {
namespace {

bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }

/// Where the digits of `text` from `at` on end.
std::size_t end_of_digits(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

std::string_view without_minus(std::string_view text) noexcept {
  return text.substr(text.starts_with('-') ? 1 : 0);
}

/// Whether `text` begins with a digit, and with a zero only if no digit follows.
bool begins_as_number(std::string_view text) noexcept {
  if (text.empty() || !is_digit(text[0])) return false;
  return text[0] != '0' || text.size() == 1 || !is_digit(text[1]);
}

/// Whether a decimal without an exponent has at most 15 digits, of which the last after a point is not
/// 0, and is at least 1e-4: what is read of it is written so. Law: at most 15 digits name at most one
/// double, so that no fewer do.
bool is_short_decimal(std::string_view text) noexcept {
  constexpr std::size_t kDigits = 15, kZeros = 3;
  const auto digits = without_minus(text);
  const auto point = end_of_digits(digits, 0);
  if (digits.size() > kDigits || point == 0) return false;
  if (point == digits.size()) return digits.size() == 1 || digits[0] != '0';
  const auto fraction = digits.substr(point + 1);
  const bool is_decimal = digits[point] == '.' && !fraction.empty() &&
                          end_of_digits(fraction, 0) == fraction.size() &&
                          fraction.back() != '0';
  if (!is_decimal || digits[0] != '0') return is_decimal;
  return point == 1 && fraction.find_first_not_of('0') <= kZeros;
}

/// Whether a text ends in a zero, and has a point but no exponent: no float is written so.
bool has_last_zero(std::string_view text) noexcept {
  return text.ends_with('0') && text.find('.') != std::string_view::npos &&
         text.find_first_of("eE") == std::string_view::npos;
}

/// Whether `write` gives back the text of a value, if there is one.
template <class Value, class Write>
bool is_written(std::string_view text, const Value& value, Write&& write) noexcept {
  if (!value) return false;
  char written[format::kValueRoom];
  return text ==
         std::string_view(written, static_cast<std::size_t>(write(written, *value) - written));
}

}  // namespace

bool int_comes_back(std::string_view text) noexcept {
  if (!begins_as_number(without_minus(text)) || text == "-0") return false;
  return parse_int(text).has_value();
}

bool float_comes_back(std::string_view text) noexcept {
  if (is_short_decimal(text)) return true;
  if (!begins_as_number(without_minus(text)) || has_last_zero(text)) return false;
  return is_written(text, parse_float(text), format::put_float);
}

bool decimal_comes_back(std::string_view text) noexcept {
  const auto digits = without_minus(text);
  if (!begins_as_number(digits)) return false;
  const auto point = end_of_digits(digits, 0);
  const auto fraction = digits.substr(std::min(point + 1, digits.size()));
  if (point != digits.size() && (digits[point] != '.' || fraction.empty() ||
                                 end_of_digits(fraction, 0) != fraction.size()))
    return false;
  constexpr std::size_t kMost = Decimal::kDigits;
  const auto whole = digits[0] == '0' ? 0 : point;
  if (whole + fraction.size() > kMost) return false;
  return digits.size() == text.size() || digits.find_first_of("123456789") != digits.npos;
}

bool bool_comes_back(std::string_view text) noexcept {
  return text == "true" || text == "false";
}

bool date_comes_back(std::string_view text) noexcept {
  return is_written(text, civil::parse_date(text), format::put_date);
}

bool timestamp_comes_back(std::string_view text) noexcept {
  return is_written(text, civil::parse_timestamp(text), format::put_timestamp);
}

bool comes_back(Type type, std::string_view text) noexcept {
  switch (type) {
    case Type::int64:
      return int_comes_back(text);
    case Type::float64:
      return float_comes_back(text);
    case Type::decimal:
      return decimal_comes_back(text);
    case Type::boolean:
      return bool_comes_back(text);
    case Type::date:
      return date_comes_back(text);
    case Type::timestamp:
      return timestamp_comes_back(text);
    case Type::string:
    case Type::json:
      break;
  }
  return true;
}

}  // namespace dp::values
