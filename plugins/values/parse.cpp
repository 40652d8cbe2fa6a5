// SPDX-License-Identifier: Apache-2.0
#include "values/parse.hpp"

#include <charconv>
#include <system_error>

namespace dp::values {
namespace {

bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }

template <class T>
std::optional<T> parse_all(std::string_view text) noexcept {
  T value{};
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec != std::errc{} || result.ptr != end) return std::nullopt;
  return value;
}

/// The text without a '+' that a digit or a point follows.
std::string_view without_plus(std::string_view text) noexcept {
  if (text.size() < 2 || text[0] != '+' || (!is_digit(text[1]) && text[1] != '.')) return text;
  return text.substr(1);
}

/// Takes parts off the left of a text.
class Cursor {
 public:
  explicit Cursor(std::string_view text) noexcept : rest_(text) {}

  [[nodiscard]] bool empty() const noexcept { return rest_.empty(); }
  [[nodiscard]] bool take(char byte) noexcept {
    if (rest_.empty() || rest_.front() != byte) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Take exactly `count` digits, as a number of at most `most`.
  [[nodiscard]] bool digits(std::size_t count, std::int64_t most,
                            std::int64_t& value) noexcept {
    if (rest_.size() < count) return false;
    value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(rest_[i])) return false;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value <= most;
  }
  [[nodiscard]] bool digit(std::int64_t& value) noexcept { return digits(1, 9, value); }

 private:
  std::string_view rest_;
};

bool is_leap(std::int64_t year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/// Days from 1970-01-01. Source: "days from civil", H. Hinnant,
/// http://howardhinnant.github.io/date_algorithms.html. Precondition: year >= 0.
std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day) noexcept {
  if (month <= 2) --year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t from_march = month > 2 ? month - 3 : month + 9;
  const std::int64_t day_of_year = (153 * from_march + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

bool take_date(Cursor& cursor, std::int64_t& days) noexcept {
  std::int64_t year, month, day;
  if (!cursor.digits(4, 9999, year) || !cursor.take('-') || !cursor.digits(2, 12, month) ||
      !cursor.take('-') || !cursor.digits(2, 31, day) || month == 0 || day == 0)
    return false;
  constexpr std::int64_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (day > kDays[month - 1] + (month == 2 && is_leap(year) ? 1 : 0)) return false;
  days = days_of(year, month, day);
  return true;
}

/// ".25" as 250000 microseconds.
bool take_fraction(Cursor& cursor, std::int64_t& micros) noexcept {
  micros = 0;
  if (!cursor.take('.')) return true;
  int count = 0;
  for (std::int64_t digit; count < 9 && cursor.digit(digit); ++count)
    if (count < 6) micros = micros * 10 + digit;
  for (int i = count; i < 6; ++i) micros *= 10;
  return count > 0;
}

bool take_clock(Cursor& cursor, std::int64_t& micros) noexcept {
  std::int64_t hour, minute;
  std::int64_t second = 0;
  std::int64_t fraction = 0;
  if (!cursor.digits(2, 23, hour) || !cursor.take(':') || !cursor.digits(2, 59, minute))
    return false;
  if (cursor.take(':') && (!cursor.digits(2, 60, second) || !take_fraction(cursor, fraction)))
    return false;
  micros = ((hour * 60 + minute) * 60 + second) * 1'000'000 + fraction;
  return true;
}

/// The rest of a time: its zone, or nothing.
bool take_zone(Cursor& cursor, std::int64_t& micros) noexcept {
  micros = 0;
  if (cursor.take('Z') || cursor.take('z') || cursor.empty()) return cursor.empty();
  const bool minus = cursor.take('-');
  if (!minus && !cursor.take('+')) return false;
  std::int64_t hours;
  std::int64_t minutes = 0;
  if (!cursor.digits(2, 23, hours)) return false;
  const bool colon = cursor.take(':');
  if ((colon || !cursor.empty()) && !cursor.digits(2, 59, minutes)) return false;
  micros = (hours * 60 + minutes) * (minus ? -60'000'000 : 60'000'000);
  return cursor.empty();
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
    return parse_all<std::int64_t>(without_plus(text));
  return minus ? -value : value;
}

std::optional<double> parse_float(std::string_view text) noexcept {
  if (const auto value = parse_short_decimal(text)) return value;
  text = without_plus(text);
  // from_chars knows more names than these ("infinity", "nan(7)").
  const auto name = text.starts_with('-') ? text.substr(1) : text;
  const bool named =
      !name.empty() && (name[0] == 'n' || name[0] == 'i' || name[0] == 'N' || name[0] == 'I');
  if (named && name != "nan" && name != "inf" && name != "NaN" && name != "Inf")
    return std::nullopt;
  return parse_all<double>(text);
}

std::optional<bool> parse_bool(std::string_view text) noexcept {
  if (text == "true" || text == "True" || text == "TRUE" || text == "1") return true;
  if (text == "false" || text == "False" || text == "FALSE" || text == "0") return false;
  return std::nullopt;
}

std::optional<std::int32_t> parse_date(std::string_view text) noexcept {
  Cursor cursor(text);
  std::int64_t days;
  if (!take_date(cursor, days) || !cursor.empty()) return std::nullopt;
  return static_cast<std::int32_t>(days);
}

std::optional<std::int64_t> parse_timestamp(std::string_view text) noexcept {
  Cursor cursor(text);
  std::int64_t days, clock, zone;
  if (!take_date(cursor, days)) return std::nullopt;
  if (!cursor.take('T') && !cursor.take(' ') && !cursor.take('t')) return std::nullopt;
  if (!take_clock(cursor, clock) || !take_zone(cursor, zone)) return std::nullopt;
  return days * 86'400'000'000 + clock - zone;
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
      return set(parse_timestamp(text));
    case Type::date:
      return set(parse_date(text));
    case Type::string:
      break;
  }
  return false;
}

std::optional<Type> type_of_word(std::string_view word) noexcept {
  if (word == "decimal") return Type::float64;
  for (auto type :
       {Type::boolean, Type::int64, Type::float64, Type::string, Type::timestamp, Type::date})
    if (word == type_name(type)) return type;
  return std::nullopt;
}

}  // namespace dp::values
