// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dp::expr {

inline constexpr std::int64_t kMicrosecond = 1;
inline constexpr std::int64_t kSecond = 1'000'000;
inline constexpr std::int64_t kMinute = 60 * kSecond;
inline constexpr std::int64_t kHour = 60 * kMinute;
inline constexpr std::int64_t kDay = 24 * kHour;

/// A day of the proleptic Gregorian calendar.
struct CivilDay {
  std::int64_t year = 1970;
  int month = 1;  ///< 1 to 12
  int day = 1;    ///< 1 to 31

  bool operator==(const CivilDay&) const = default;
};

/// Days are counted from 1970-01-01. Source: the usual arithmetic with years that begin in
/// March.
CivilDay civil_of_days(std::int64_t days) noexcept;
std::int64_t days_of_civil(const CivilDay& day) noexcept;
/// Monday 1 to Sunday 7.
int weekday_of_days(std::int64_t days) noexcept;

/// a / b rounded down, for b > 0.
constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) noexcept {
  return a / b - (a % b < 0 ? 1 : 0);
}

/// What floor_divide leaves: 0 to b - 1.
constexpr std::int64_t floor_modulo(std::int64_t a, std::int64_t b) noexcept {
  return a % b + (a % b < 0 ? b : 0);
}

/// The day number in "2026-11-01".
std::optional<std::int64_t> parse_date(std::string_view text) noexcept;
/// Microseconds since 1970 of "2026-11-01", "2026-11-01 10:00", "2026-11-01T10:00:00.25Z": UTC.
std::optional<std::int64_t> parse_timestamp(std::string_view text) noexcept;

/// A checked strftime format.
class TimeFormat {
 public:
  /// `bad` gets the place of the first conversion that there is not.
  static std::optional<TimeFormat> parse(std::string_view format, std::size_t* bad);

  /// The span of time, from a multiple of it, over which the text stays the same. Unit:
  /// microseconds; one of those above.
  [[nodiscard]] std::int64_t step() const noexcept { return step_; }
  /// Append the text of a time.
  void append(std::string& out, std::int64_t microseconds) const;

 private:
  std::string format_;
  std::int64_t step_ = kDay;
};

}  // namespace dp::expr
