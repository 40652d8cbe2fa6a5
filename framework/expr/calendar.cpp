// SPDX-License-Identifier: Apache-2.0
#include "expr/calendar.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace dp::expr {

namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

constexpr bool is_leap(std::int64_t year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in(std::int64_t year, int month) noexcept {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

/// Take `count` digits from the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t count) noexcept {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) noexcept {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> take_date(std::string_view& text) noexcept {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || *month < 1 || *month > 12 || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day || *day < 1 || *day > days_in(*year, *month)) return std::nullopt;
  return days_of_civil({*year, *month, *day});
}

/// The fraction of a second behind its point, in microseconds; digits past the sixth are cut.
std::optional<std::int64_t> take_fraction(std::string_view& text) noexcept {
  std::int64_t value = 0;
  std::size_t count = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; ++count) {
    if (count < 6) value = value * 10 + (text.front() - '0');
    text.remove_prefix(1);
  }
  for (std::size_t i = count; i < 6; ++i) value *= 10;
  return count == 0 ? std::nullopt : std::optional(value);
}

/// Microseconds of the day in "10:00", "10:00:00", "10:00:00.5".
std::optional<std::int64_t> take_clock(std::string_view& text) noexcept {
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  std::int64_t time = *hour * kHour + *minute * kMinute;
  if (!take(text, ':')) return time;
  const auto second = take_digits(text, 2);
  if (!second || *second > 59) return std::nullopt;
  time += *second * kSecond;
  if (!take(text, '.')) return time;
  const auto fraction = take_fraction(text);
  return fraction ? std::optional(time + *fraction) : std::nullopt;
}

/// Append at least `width` digits of a number.
void append_padded(std::string& out, std::int64_t value, int width, char pad = '0') {
  char digits[24];
  char* first = std::end(digits);
  auto rest = static_cast<std::uint64_t>(value < 0 ? -value : value);
  for (; rest != 0 || first == std::end(digits); rest /= 10)
    *--first = static_cast<char>('0' + rest % 10);
  if (value < 0) out += '-';
  while (std::end(digits) - first < width) *--first = pad;
  out.append(first, std::end(digits));
}

/// The parts of a time that formats ask for.
struct Parts {
  explicit Parts(std::int64_t microseconds)
      : time(microseconds),
        days(floor_divide(microseconds, kDay)),
        civil(civil_of_days(days)),
        clock(floor_modulo(microseconds, kDay)) {}
  [[nodiscard]] std::int64_t hour() const { return clock / kHour; }
  [[nodiscard]] std::int64_t minute() const { return clock / kMinute % 60; }
  [[nodiscard]] std::int64_t second() const { return clock / kSecond % 60; }
  [[nodiscard]] std::int64_t hour12() const { return (hour() + 11) % 12 + 1; }
  [[nodiscard]] std::int64_t day_of_year() const {
    return days - days_of_civil({civil.year, 1, 1}) + 1;
  }

  std::int64_t time;
  std::int64_t days;
  CivilDay civil;
  std::int64_t clock;
};

struct Conversion {
  char letter;
  std::int64_t step;
  std::string_view stands_for;  ///< other conversions; empty: its own
};

constexpr Conversion kConversions[] = {
    {'a', kDay, ""},         {'A', kDay, ""},
    {'b', kDay, ""},         {'B', kDay, ""},
    {'d', kDay, ""},         {'D', kDay, "%m/%d/%y"},
    {'e', kDay, ""},         {'f', kMicrosecond, ""},
    {'F', kDay, "%Y-%m-%d"}, {'h', kDay, "%b"},
    {'H', kHour, ""},        {'I', kHour, ""},
    {'j', kDay, ""},         {'m', kDay, ""},
    {'M', kMinute, ""},      {'p', kHour, ""},
    {'R', kMinute, "%H:%M"}, {'s', kSecond, ""},
    {'S', kSecond, ""},      {'T', kSecond, "%H:%M:%S"},
    {'u', kDay, ""},         {'y', kDay, ""},
    {'Y', kDay, ""},         {'z', kDay, ""},
    {'Z', kDay, ""},         {'%', kDay, ""},
};

const Conversion* find_conversion(char letter) noexcept {
  for (const auto& conversion : kConversions)
    if (conversion.letter == letter) return &conversion;
  return nullptr;
}

void append_name(std::string& out, char letter, const Parts& parts) {
  const auto day = kWeekdays[static_cast<std::size_t>(weekday_of_days(parts.days) - 1)];
  const auto month = kMonths[static_cast<std::size_t>(parts.civil.month - 1)];
  if (letter == 'a') out += day.substr(0, 3);
  if (letter == 'A') out += day;
  if (letter == 'b') out += month.substr(0, 3);
  if (letter == 'B') out += month;
  if (letter == 'p') out += parts.hour() < 12 ? "AM" : "PM";
  if (letter == 'z') out += "+0000";
  if (letter == 'Z') out += "UTC";
  if (letter == '%') out += '%';
}

void append_conversion(std::string& out, char letter, const Parts& parts) {
  switch (letter) {
    case 'd':
      return append_padded(out, parts.civil.day, 2);
    case 'e':
      return append_padded(out, parts.civil.day, 2, ' ');
    case 'f':
      return append_padded(out, parts.clock % kSecond, 6);
    case 'H':
      return append_padded(out, parts.hour(), 2);
    case 'I':
      return append_padded(out, parts.hour12(), 2);
    case 'j':
      return append_padded(out, parts.day_of_year(), 3);
    case 'm':
      return append_padded(out, parts.civil.month, 2);
    case 'M':
      return append_padded(out, parts.minute(), 2);
    case 's':
      return append_padded(out, floor_divide(parts.time, kSecond), 1);
    case 'S':
      return append_padded(out, parts.second(), 2);
    case 'u':
      return append_padded(out, weekday_of_days(parts.days), 1);
    case 'y':
      return append_padded(out, ((parts.civil.year % 100) + 100) % 100, 2);
    case 'Y':
      return append_padded(out, parts.civil.year, 4);
    default:
      return append_name(out, letter, parts);
  }
}

}  // namespace

CivilDay civil_of_days(std::int64_t days) noexcept {
  const std::int64_t shifted = days + 719468;  // from 0000-03-01
  const std::int64_t era = floor_divide(shifted, 146097);
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t march_month = (5 * day_of_year + 2) / 153;
  const auto day = static_cast<int>(day_of_year - (153 * march_month + 2) / 5 + 1);
  const auto month = static_cast<int>(march_month < 10 ? march_month + 3 : march_month - 9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

std::int64_t days_of_civil(const CivilDay& day) noexcept {
  const std::int64_t year = day.year - (day.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_divide(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t march_month = day.month > 2 ? day.month - 3 : day.month + 9;
  const std::int64_t day_of_year = (153 * march_month + 2) / 5 + day.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

int weekday_of_days(std::int64_t days) noexcept {
  const std::int64_t since_monday = days + 3;  // 1970-01-01 was a Thursday
  return static_cast<int>(since_monday - floor_divide(since_monday, 7) * 7) + 1;
}

std::optional<std::int64_t> parse_date(std::string_view text) noexcept {
  const auto days = take_date(text);
  return text.empty() ? days : std::nullopt;
}

std::optional<std::int64_t> parse_timestamp(std::string_view text) noexcept {
  const auto days = take_date(text);
  if (!days) return std::nullopt;
  if (text.empty()) return *days * kDay;
  if (!take(text, 'T') && !take(text, ' ')) return std::nullopt;
  const auto clock = take_clock(text);
  take(text, 'Z');
  if (!clock || !text.empty()) return std::nullopt;
  return *days * kDay + *clock;
}

std::optional<TimeFormat> TimeFormat::parse(std::string_view format, std::size_t* bad) {
  TimeFormat parsed;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      parsed.format_ += format[i];
      continue;
    }
    const auto* conversion = i + 1 < format.size() ? find_conversion(format[i + 1]) : nullptr;
    if (conversion == nullptr) {
      *bad = i;
      return std::nullopt;
    }
    parsed.step_ = std::min(parsed.step_, conversion->step);
    if (conversion->stands_for.empty())
      parsed.format_.append(format.substr(i, 2));
    else
      parsed.format_ += conversion->stands_for;
    ++i;
  }
  return parsed;
}

void TimeFormat::append(std::string& out, std::int64_t microseconds) const {
  const Parts parts(microseconds);
  for (std::size_t i = 0; i < format_.size(); ++i) {
    if (format_[i] == '%')
      append_conversion(out, format_[++i], parts);
    else
      out += format_[i];
  }
}

}  // namespace dp::expr
