// SPDX-License-Identifier: Apache-2.0
#include "expr/time_format.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace dp::expr {

namespace {

using civil::kDay;
using civil::kHour;
using civil::kMicrosecond;
using civil::kMinute;
using civil::kSecond;

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

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
        days(civil::floor_divide(microseconds, kDay)),
        date(civil::from_days(days)),
        clock(civil::floor_modulo(microseconds, kDay)) {}
  [[nodiscard]] std::int64_t hour() const { return clock / kHour; }
  [[nodiscard]] std::int64_t minute() const { return clock / kMinute % 60; }
  [[nodiscard]] std::int64_t second() const { return clock / kSecond % 60; }
  [[nodiscard]] std::int64_t hour12() const { return (hour() + 11) % 12 + 1; }
  [[nodiscard]] std::int64_t day_of_year() const {
    return days - civil::to_days({date.year, 1, 1}) + 1;
  }

  std::int64_t time;
  std::int64_t days;
  civil::YearMonthDay date;
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
  const auto day = kWeekdays[static_cast<std::size_t>(civil::weekday_of_days(parts.days) - 1)];
  const auto month = kMonths[static_cast<std::size_t>(parts.date.month - 1)];
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
      return append_padded(out, parts.date.day, 2);
    case 'e':
      return append_padded(out, parts.date.day, 2, ' ');
    case 'f':
      return append_padded(out, parts.clock % kSecond, 6);
    case 'H':
      return append_padded(out, parts.hour(), 2);
    case 'I':
      return append_padded(out, parts.hour12(), 2);
    case 'j':
      return append_padded(out, parts.day_of_year(), 3);
    case 'm':
      return append_padded(out, parts.date.month, 2);
    case 'M':
      return append_padded(out, parts.minute(), 2);
    case 's':
      return append_padded(out, civil::floor_divide(parts.time, kSecond), 1);
    case 'S':
      return append_padded(out, parts.second(), 2);
    case 'u':
      return append_padded(out, civil::weekday_of_days(parts.days), 1);
    case 'y':
      return append_padded(out, ((parts.date.year % 100) + 100) % 100, 2);
    case 'Y':
      return append_padded(out, parts.date.year, 4);
    default:
      return append_name(out, letter, parts);
  }
}

}  // namespace

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
