// SPDX-License-Identifier: Apache-2.0
#include "expr/calendar.hpp"

#include <boost/test/unit_test.hpp>
#include <ctime>
#include <random>

using namespace dp::expr;

namespace {

std::string formatted(std::string_view format, std::int64_t microseconds) {
  std::size_t bad = 0;
  const auto parsed = TimeFormat::parse(format, &bad);
  std::string out;
  if (parsed) parsed->append(out, microseconds);
  return parsed ? out : "bad at " + std::to_string(bad);
}

/// The C library's own answer, in its "C" locale.
std::string of_c_library(const char* format, std::int64_t microseconds) {
  const auto seconds = static_cast<std::time_t>(floor_divide(microseconds, kSecond));
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[256];
  return {text, std::strftime(text, sizeof text, format, &parts)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(calendar)

BOOST_AUTO_TEST_CASE(days_and_civil_dates_are_each_others_inverse) {
  for (std::int64_t days = -1'000'000; days < 4'000'000; days += 997)
    BOOST_REQUIRE(days_of_civil(civil_of_days(days)) == days);
  BOOST_TEST((civil_of_days(0) == CivilDay{1970, 1, 1}));
  BOOST_TEST((civil_of_days(-1) == CivilDay{1969, 12, 31}));
  BOOST_TEST((civil_of_days(20'758) == CivilDay{2026, 11, 1}));
  BOOST_TEST(days_of_civil({2000, 2, 29}) == 11'016);
}

BOOST_AUTO_TEST_CASE(formats_agree_with_the_c_library) {
  const char* format = "%a %A %b %B %d %D %e %F %h %H %I %j %m %M %p %R %S %T %u %y %Y %%";
  std::mt19937_64 random(7);
  for (int i = 0; i < 5000; ++i) {
    const auto time = static_cast<std::int64_t>(random() % (8000ull * 365 * 86'400)) * kSecond -
                      900ll * 365 * kDay;
    BOOST_REQUIRE_EQUAL(formatted(format, time), of_c_library(format, time));
  }
}

BOOST_AUTO_TEST_CASE(formats_have_fractions_seconds_and_zone) {
  BOOST_TEST(formatted("%s.%f %z %Z", 1'500'001) == "1.500001 +0000 UTC");
  BOOST_TEST(formatted("%f", -1) == "999999");
}

BOOST_AUTO_TEST_CASE(unknown_conversions_are_found) {
  BOOST_TEST(formatted("ab%Q", 0) == "bad at 2");
  BOOST_TEST(formatted("100%", 0) == "bad at 3");
}

BOOST_AUTO_TEST_CASE(the_step_of_a_format_is_its_finest_part) {
  std::size_t bad = 0;
  BOOST_TEST(TimeFormat::parse("%Y", &bad)->step() == kDay);
  BOOST_TEST(TimeFormat::parse("%d/%b/%Y:%H", &bad)->step() == kHour);
  BOOST_TEST(TimeFormat::parse("%R", &bad)->step() == kMinute);
  BOOST_TEST(TimeFormat::parse("%H %S", &bad)->step() == kSecond);
  BOOST_TEST(TimeFormat::parse("%f", &bad)->step() == kMicrosecond);
}

BOOST_AUTO_TEST_CASE(times_are_read_strictly) {
  const std::int64_t day = 20'758 * kDay;
  BOOST_TEST(parse_date("2026-11-01").value() == 20'758);
  BOOST_TEST(parse_timestamp("2026-11-01").value() == day);
  BOOST_TEST(parse_timestamp("2026-11-01 10:30").value() == day + 10 * kHour + 30 * kMinute);
  BOOST_TEST(parse_timestamp("2026-11-01T10:30:05Z").value() ==
             day + 10 * kHour + 30 * kMinute + 5 * kSecond);
  BOOST_TEST(parse_timestamp("2026-11-01T00:00:00.25").value() == day + kSecond / 4);
  BOOST_TEST(parse_timestamp("2026-11-01T00:00:00.1234567Z").value() == day + 123'456);
  for (const auto* bad :
       {"", "2026", "2026-13-01", "2026-02-29", "2026-00-10", "2026-11-1", "2026-11-01x",
        "2026-11-01T", "2026-11-01T25:00", "2026-11-01T10:60", "2026-11-01T10:00:60",
        "2026-11-01T10:00:00.", "2026-11-01T10:00:00+01:00", "-026-11-01", "2026-11-01T1:00"})
    BOOST_TEST(!parse_timestamp(bad), bad);
  BOOST_TEST(!parse_date("2026-11-01 10:00"));
}

BOOST_AUTO_TEST_SUITE_END()
