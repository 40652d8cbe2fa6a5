// SPDX-License-Identifier: Apache-2.0
#include "expr/time_format.hpp"

#include <boost/test/unit_test.hpp>
#include <ctime>
#include <random>

BOOST_AUTO_TEST_SUITE(time_format)

using dp::expr::TimeFormat;
using namespace dp::civil;

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

BOOST_AUTO_TEST_SUITE_END()
