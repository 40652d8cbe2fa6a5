// SPDX-License-Identifier: Apache-2.0
#include "weblog/clock.hpp"

#include <algorithm>
#include <dp/civil.hpp>
#include <iterator>
#include <string_view>

namespace dp::weblog {
namespace {

/// The number that `count` digits at `at` spell, or -1.
int number(const char* at, int count) noexcept {
  int value = 0;
  for (int i = 0; i < count; ++i) {
    if (at[i] < '0' || at[i] > '9') return -1;
    value = value * 10 + (at[i] - '0');
  }
  return value;
}

/// 1 to 12, or 0 for what is no month.
int month_of(std::string_view name) noexcept {
  constexpr std::string_view kNames[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto* found = std::find(std::begin(kNames), std::end(kNames), name);
  if (found == std::end(kNames)) return 0;
  return static_cast<int>(found - std::begin(kNames)) + 1;
}

}  // namespace

bool Clock::read_hour(const char* at) noexcept {
  if (at[2] != '/' || at[6] != '/' || at[11] != ':') return false;
  const civil::YearMonthDay date{number(at + 7, 4), month_of({at + 3, 3}), number(at, 2)};
  const int hour = number(at + 12, 2);
  if (date.year < 0 || date.month == 0 || hour < 0 || hour > 23) return false;
  if (date.day < 1 || date.day > civil::days_in_month(date.year, date.month)) return false;
  hour_us_ = civil::to_days(date) * civil::kDay + hour * civil::kHour;
  date_ = scan::load8(at);
  hour_ = scan::load8(at + 6);
  return true;
}

bool Clock::read_zone(const char* at, std::uint64_t key) noexcept {
  const int hours = number(at + 2, 2);
  const int minutes = number(at + 4, 2);
  if (at[0] != ' ' || (at[1] != '+' && at[1] != '-')) return false;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
  const std::int64_t us = hours * civil::kHour + minutes * civil::kMinute;
  zone_us_ = at[1] == '-' ? -us : us;
  zone_ = key;
  return true;
}

}  // namespace dp::weblog
