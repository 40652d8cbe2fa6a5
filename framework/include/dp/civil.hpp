// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The calendar, and the one parser of dates and times; <dp/format.hpp> writes them.
///
/// Units: days since 1970-01-01 and microseconds since 1970-01-01T00:00:00Z, as columns of the
///   types date and timestamp hold them. The calendar is the proleptic Gregorian one; a day has
///   86,400 seconds.
/// Law: parse_date and parse_timestamp read back every text that format::put_date and
///   format::put_timestamp write, as the same value.
/// Threads: no state; call from anywhere.

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace dp::civil {

inline constexpr std::int64_t kMicrosecond = 1;
inline constexpr std::int64_t kSecond = 1'000'000;
inline constexpr std::int64_t kMinute = 60 * kSecond;
inline constexpr std::int64_t kHour = 60 * kMinute;
inline constexpr std::int64_t kDay = 24 * kHour;

/// A day of the calendar. Year 0 is the one before year 1.
struct YearMonthDay {
  std::int64_t year = 1970;
  int month = 1;  ///< 1 to 12
  int day = 1;    ///< 1 to 31

  bool operator==(const YearMonthDay&) const = default;
};

/// a / b rounded down, for b > 0.
constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) noexcept {
  return a / b - (a % b < 0 ? 1 : 0);
}

/// What floor_divide leaves: 0 to b - 1.
constexpr std::int64_t floor_modulo(std::int64_t a, std::int64_t b) noexcept {
  return a % b + (a % b < 0 ? b : 0);
}

constexpr bool is_leap(std::int64_t year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/// 28 to 31. Precondition: `month` is 1 to 12.
constexpr int days_in_month(std::int64_t year, int month) noexcept {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

/// The date of a day number. Precondition: within 2^62 days of 1970.
/// Source: "days to civil", H. Hinnant, http://howardhinnant.github.io/date_algorithms.html:
///   counts from 0000-03-01, so that the leap day ends the year.
constexpr YearMonthDay from_days(std::int64_t days) noexcept {
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = floor_divide(shifted, 146097);
  const auto day_of_era = static_cast<std::uint32_t>(shifted - era * 146097);
  const std::uint32_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::uint32_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::uint32_t from_march = (5 * day_of_year + 2) / 153;
  const std::uint32_t day = day_of_year - (153 * from_march + 2) / 5 + 1;
  const std::uint32_t month = from_march < 10 ? from_march + 3 : from_march - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), static_cast<int>(month),
          static_cast<int>(day)};
}

/// The day number of a date, which must be one of the calendar. Source: as from_days.
constexpr std::int64_t to_days(const YearMonthDay& date) noexcept {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_divide(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const int from_march = date.month > 2 ? date.month - 3 : date.month + 9;
  const int day_of_year = (153 * from_march + 2) / 5 + date.day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

/// Monday 1 to Sunday 7.
constexpr int weekday_of_days(std::int64_t days) noexcept {
  return static_cast<int>(floor_modulo(days + 3, 7)) + 1;  // 1970-01-01 was a Thursday
}

/// "2026-11-01" as days since 1970-01-01. Years before 0 and after 9999 have a sign and 4 to 7
/// digits, as ISO 8601 has them: "-0044-03-15", "+12000-01-01".
std::optional<std::int32_t> parse_date(std::string_view text) noexcept;

/// "2026-11-01T10:00:03.25+02:00" as microseconds since 1970-01-01T00:00:00Z.
///
/// A date as parse_date reads it; 'T', 't' or a space; hours and minutes; maybe seconds, to 60
/// (a leap second is the next minute's first); maybe their fraction, of any number of digits
/// (those after microseconds are dropped); maybe the zone: 'Z', 'z', "+hh:mm", "+hhmm" or "+hh", with
/// either sign. Without a zone the time is UTC.
std::optional<std::int64_t> parse_timestamp(std::string_view text) noexcept;

/// What parse_timestamp reads, or a date alone: its midnight, UTC.
std::optional<std::int64_t> parse_time(std::string_view text) noexcept;

// ---- inline definitions ---------------------------------------------------------------------

namespace detail {

/// Takes parts off the left of a text. Each take_ call returns false, with the rest undefined, if
/// the part is not there.
class TimeReader {
 public:
  explicit TimeReader(std::string_view text) noexcept
      : at_(text.data()), end_(text.data() + text.size()) {}

  [[nodiscard]] bool empty() const noexcept { return at_ == end_; }
  [[nodiscard]] bool take(char byte) noexcept {
    if (at_ == end_ || *at_ != byte) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] bool take_date(std::int64_t& days) noexcept;
  /// The time of day in microseconds.
  [[nodiscard]] bool take_clock(std::int64_t& micros) noexcept;
  /// All that is left: a zone, as microseconds that it is ahead of UTC, or nothing.
  [[nodiscard]] bool take_zone(std::int64_t& micros) noexcept;

 private:
  [[nodiscard]] bool is_digit_next() const noexcept {
    return at_ != end_ && *at_ >= '0' && *at_ <= '9';
  }
  /// Exactly `count` digits: a number of at most `most`.
  [[nodiscard]] bool take_digits(int count, int most, int& value) noexcept {
    if (end_ - at_ < count) return false;
    value = 0;
    for (int i = 0; i < count; ++i) {
      const int digit = *at_++ - '0';
      if (digit < 0 || digit > 9) return false;
      value = value * 10 + digit;
    }
    return value <= most;
  }
  [[nodiscard]] bool take_year(std::int64_t& year) noexcept;
  [[nodiscard]] bool take_fraction(std::int64_t& micros) noexcept;

  const char* at_;
  const char* end_;
};

inline bool TimeReader::take_year(std::int64_t& year) noexcept {
  const bool minus = take('-');
  const bool is_signed = minus || take('+');
  int digits = 0;
  if (!take_digits(4, 9999, digits)) return false;
  for (int more = 0; is_signed && more < 3 && is_digit_next(); ++more)
    digits = digits * 10 + (*at_++ - '0');
  year = minus ? -digits : digits;
  return !minus || digits != 0;
}

inline bool TimeReader::take_date(std::int64_t& days) noexcept {
  YearMonthDay date;
  if (!take_year(date.year) || !take('-') || !take_digits(2, 12, date.month) || !take('-') ||
      !take_digits(2, 31, date.day) || date.month == 0 || date.day == 0 ||
      date.day > days_in_month(date.year, date.month))
    return false;
  days = to_days(date);
  return true;
}

inline bool TimeReader::take_fraction(std::int64_t& micros) noexcept {
  micros = 0;
  int count = 0;
  for (; is_digit_next(); ++count, ++at_)
    if (count < 6) micros = micros * 10 + (*at_ - '0');
  for (int i = count; i < 6; ++i) micros *= 10;
  return count > 0;
}

inline bool TimeReader::take_clock(std::int64_t& micros) noexcept {
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::int64_t fraction = 0;
  if (!take_digits(2, 23, hour) || !take(':') || !take_digits(2, 59, minute)) return false;
  if (take(':')) {
    if (!take_digits(2, 60, second)) return false;
    if (take('.') && !take_fraction(fraction)) return false;
  }
  micros = hour * kHour + minute * kMinute + second * kSecond + fraction;
  return true;
}

inline bool TimeReader::take_zone(std::int64_t& micros) noexcept {
  micros = 0;
  if (empty()) return true;
  if (take('Z') || take('z')) return empty();
  const bool minus = take('-');
  if (!minus && !take('+')) return false;
  int hours = 0;
  int minutes = 0;
  if (!take_digits(2, 23, hours)) return false;
  const bool colon = take(':');
  if ((colon || !empty()) && !take_digits(2, 59, minutes)) return false;
  const std::int64_t ahead = hours * kHour + minutes * kMinute;
  micros = minus ? -ahead : ahead;
  return empty();
}

/// `days` and `micros` (less than two days of either sign), if 64 bits hold the sum.
inline std::optional<std::int64_t> time_of(std::int64_t days, std::int64_t micros) noexcept {
  // The first day of all begins before the first microsecond of all.
  if (days < 0) {
    ++days;
    micros -= kDay;
  }
  std::int64_t time = 0;
  if (__builtin_mul_overflow(days, kDay, &time) || __builtin_add_overflow(time, micros, &time))
    return std::nullopt;
  return time;
}

}  // namespace detail

inline std::optional<std::int32_t> parse_date(std::string_view text) noexcept {
  detail::TimeReader reader(text);
  std::int64_t days = 0;
  if (!reader.take_date(days) || !reader.empty()) return std::nullopt;
  using Limits = std::numeric_limits<std::int32_t>;
  if (days < Limits::min() || days > Limits::max()) return std::nullopt;
  return static_cast<std::int32_t>(days);
}

inline std::optional<std::int64_t> parse_timestamp(std::string_view text) noexcept {
  detail::TimeReader reader(text);
  std::int64_t days = 0;
  std::int64_t clock = 0;
  std::int64_t zone = 0;
  if (!reader.take_date(days)) return std::nullopt;
  if (!reader.take('T') && !reader.take(' ') && !reader.take('t')) return std::nullopt;
  if (!reader.take_clock(clock) || !reader.take_zone(zone)) return std::nullopt;
  return detail::time_of(days, clock - zone);
}

inline std::optional<std::int64_t> parse_time(std::string_view text) noexcept {
  if (const auto time = parse_timestamp(text)) return time;
  if (const auto days = parse_date(text)) return detail::time_of(*days, 0);
  return std::nullopt;
}

}  // namespace dp::civil
