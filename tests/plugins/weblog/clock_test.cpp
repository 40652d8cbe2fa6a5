// SPDX-License-Identifier: Apache-2.0
#include "weblog/clock.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <random>
#include <string>

BOOST_AUTO_TEST_SUITE(weblog_clock)

namespace {
namespace wl = dp::weblog;

/// What a stamp says, or nothing: local and UTC seconds.
std::string read(const std::string& text) {
  const auto padded = text + std::string(16, ' ');
  wl::Clock clock;
  wl::Stamp stamp;
  if (!clock.read(padded.data(), stamp)) return "";
  return std::to_string(stamp.local / 1'000'000) + " " + std::to_string(stamp.utc / 1'000'000);
}
}  // namespace

BOOST_AUTO_TEST_CASE(stamps_are_read_with_and_without_their_zone) {
  BOOST_TEST(read("01/Jan/1970:00:00:00 +0000") == "0 0");
  BOOST_TEST(read("01/Jan/1970:02:03:04 +0130") == "7384 1984");
  BOOST_TEST(read("31/Dec/1969:23:59:59 -0001") == "-1 59");
  BOOST_TEST(read("29/Feb/2024:00:00:00 +0000") == "1709164800 1709164800");
  // A leap second is the start of the next minute.
  BOOST_TEST(read("01/Jan/1970:00:00:60 +0000") == "60 60");
}

BOOST_AUTO_TEST_CASE(what_no_calendar_or_clock_has_is_refused) {
  for (const char* bad : {"30/Feb/2024:00:00:00 +0000", "00/Jan/2024:00:00:00 +0000",
                          "01/Foo/2024:00:00:00 +0000", "01/Jan/2024:24:00:00 +0000",
                          "01/Jan/2024:00:60:00 +0000", "01/Jan/2024:00:00:61 +0000",
                          "01/Jan/2024:00:00:00 +2400", "01/Jan/2024:00:00:00 +0060",
                          "01/Jan/2024:00:00:00  0000", "1/Jan/2024:00:00:00 +00000",
                          "01-Jan-2024:00:00:00 +0000"})
    BOOST_TEST(read(bad) == "", bad);
}

BOOST_AUTO_TEST_CASE(a_clock_reads_the_same_with_and_without_its_memory) {
  wl::Clock with;
  std::mt19937 random(7);
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
                                     "Aug", "Sep", "Oct", "Nov", "Dec", "Foo"};
  for (int i = 0; i < 20'000; ++i) {
    const auto draw = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    char text[64] = {};
    std::snprintf(text, sizeof text, "%02u/%s/%04u:%02u:%02u:%02u %c%02u%02u", draw(33),
                  kMonths[draw(13)], 1999 + draw(3), draw(25), draw(61), draw(62),
                  draw(2) == 0 ? '+' : '-', draw(25), draw(61));
    if (draw(4) == 0) text[draw(26)] = static_cast<char>(draw(256));
    wl::Stamp remembered, fresh;
    wl::Clock without;
    const bool ok = without.read(text, fresh);
    BOOST_REQUIRE_MESSAGE(with.read(text, remembered) == ok, text);
    if (!ok) continue;
    BOOST_REQUIRE_MESSAGE(remembered.utc == fresh.utc && remembered.local == fresh.local, text);
    wl::Stamp again;
    BOOST_REQUIRE(with.read(text, again) && again.utc == fresh.utc);
  }
}

BOOST_AUTO_TEST_SUITE_END()
