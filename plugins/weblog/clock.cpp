// SPDX-License-Identifier: Apache-2.0
#include "weblog/clock.hpp"

#include <algorithm>
#include <chrono>
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
unsigned month(std::string_view name) noexcept {
  constexpr std::string_view kNames[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto* found = std::find(std::begin(kNames), std::end(kNames), name);
  if (found == std::end(kNames)) return 0;
  return static_cast<unsigned>(found - std::begin(kNames)) + 1;
}

}  // namespace

bool Clock::read_hour(const char* at) noexcept {
  if (at[2] != '/' || at[6] != '/' || at[11] != ':') return false;
  const int day = number(at, 2);
  const int year = number(at + 7, 4);
  const int hour = number(at + 12, 2);
  if (day < 0 || year < 0 || hour < 0 || hour > 23) return false;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{month({at + 3, 3})},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return false;
  const auto since = std::chrono::sys_days{date} + std::chrono::hours{hour};
  hour_us_ =
      std::chrono::duration_cast<std::chrono::microseconds>(since.time_since_epoch()).count();
  date_ = load8(at);
  hour_ = load8(at + 6);
  return true;
}

bool Clock::read_zone(const char* at, std::uint64_t key) noexcept {
  const int hours = number(at + 2, 2);
  const int minutes = number(at + 4, 2);
  if (at[0] != ' ' || (at[1] != '+' && at[1] != '-')) return false;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
  const std::int64_t us = (hours * 60 + minutes) * INT64_C(60'000'000);
  zone_us_ = at[1] == '-' ? -us : us;
  zone_ = key;
  return true;
}

}  // namespace dp::weblog
