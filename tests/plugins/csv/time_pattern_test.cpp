// SPDX-License-Identifier: Apache-2.0
#include "csv/time_pattern.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <dp/civil.hpp>
#include <ostream>

#include "why.hpp"

BOOST_AUTO_TEST_SUITE(csv_time_pattern)

namespace {
namespace data = boost::unit_test::data;
using dp::csv::TimePattern;
using dp::test::why;

struct Time {
  const char* pattern;
  const char* text;
  const char* expected;  ///< nullptr: it does not fit
  friend std::ostream& operator<<(std::ostream& out, const Time& time) {
    return out << time.pattern << " of " << time.text;
  }
};

const Time kTimes[] = {
    {"%d.%m.%Y", "17.05.2015", "2015-05-17"},
    {"%d.%m.%Y", "7.5.2015", "2015-05-07"},
    {"%d.%m.%Y", "17.05.15", nullptr},
    {"%d.%m.%Y", "17.05.2015 ", nullptr},
    {"%d.%m.%Y", "17.05.20151", nullptr},
    {"%d.%m.%Y", "31.04.2015", nullptr},
    {"%d.%m.%Y", "29.02.2016", "2016-02-29"},
    {"%d.%m.%Y", "29.02.2015", nullptr},
    {"%d.%m.%Y", "17/05/2015", nullptr},
    {"%d.%m.%Y", "0.5.2015", nullptr},
    {"%d.%m.%Y", "1.13.2015", nullptr},
    {"%d.%m.%Y", "", nullptr},
    {"%m/%d/%y", "5/17/68", "2068-05-17"},
    {"%D", "05/17/69", "1969-05-17"},
    {"%Y%m%d", "20150517", "2015-05-17"},
    {"%Y%m%d", "2015517", nullptr},
    {"%F", "2015-05-17", "2015-05-17"},
    {"%F %T", "2015-05-17 10:05:03", "2015-05-17T10:05:03Z"},
    {"%F %R", "2015-05-17 9:05", "2015-05-17T09:05:00Z"},
    {"%F %T", "2015-05-17 24:00:00", nullptr},
    {"%F %T", "2015-05-17 10:60:00", nullptr},
    {"%F %T", "2015-05-17 23:59:60", "2015-05-18T00:00:00Z"},
    {"%F %T", "2015-05-17  10:05:03", nullptr},
    {"%FT%T.%f", "2015-05-17T10:05:03.25", "2015-05-17T10:05:03.25Z"},
    {"%FT%T.%f", "2015-05-17T10:05:03.123456789", "2015-05-17T10:05:03.123456Z"},
    {"%FT%T%z", "2015-05-17T10:05:03+0200", "2015-05-17T08:05:03Z"},
    {"%FT%T%z", "2015-05-17T10:05:03-05:30", "2015-05-17T15:35:03Z"},
    {"%FT%T%z", "2015-05-17T10:05:03+02", "2015-05-17T08:05:03Z"},
    {"%FT%T%z", "2015-05-17T10:05:03Z", "2015-05-17T10:05:03Z"},
    {"%FT%T%z", "2015-05-17T10:05:03", nullptr},
    {"%d/%b/%Y:%H:%M:%S %z", "17/May/2015:10:05:03 +0000", "2015-05-17T10:05:03Z"},
    {"%b %e, %Y", "may  7, 2015", "2015-05-07"},
    {"%B %d, %Y", "SEPTEMBER 17, 2015", "2015-09-17"},
    {"%B %d, %Y", "Sep 17, 2015", "2015-09-17"},
    {"%B %d, %Y", "Septe 17, 2015", nullptr},
    {"%A, %d.%m.%Y", "Sunday, 17.05.2015", "2015-05-17"},
    {"%a, %d.%m.%Y", "Mon, 17.05.2015", nullptr},
    {"%F %I:%M %p", "2015-05-17 12:30 AM", "2015-05-17T00:30:00Z"},
    {"%F %I:%M %p", "2015-05-17 12:30 pm", "2015-05-17T12:30:00Z"},
    {"%F %I:%M %p", "2015-05-17 1:30 PM", "2015-05-17T13:30:00Z"},
    {"%F %I:%M %p", "2015-05-17 13:30 PM", nullptr},
    {"%F %I:%M %p", "2015-05-17 0:30 AM", nullptr},
    {"%Y-%j", "2016-366", "2016-12-31"},
    {"%Y-%j", "2015-366", nullptr},
    {"%Y-%j", "2015-0", nullptr},
    {"%s", "1431857103", "2015-05-17T10:05:03Z"},
    {"%s", "-1", "1969-12-31T23:59:59Z"},
    {"%s.%f", "1431857103.5", "2015-05-17T10:05:03.5Z"},
    {"%s.%f", "-1.5", "1969-12-31T23:59:58.5Z"},
    {"%s.%f", "-0.25", "1969-12-31T23:59:59.75Z"},
    {"100%% %Y %m %d", "100% 2015 5 7", "2015-05-07"},
};

}  // namespace

BOOST_DATA_TEST_CASE(a_text_fits_as_a_whole_or_not, data::make(kTimes), time) {
  const auto pattern = TimePattern::of(time.pattern, false).value();
  const auto value = pattern.read(time.text);
  if (time.expected == nullptr)
    BOOST_TEST(!value.has_value());
  else
    BOOST_TEST((value == dp::civil::parse_time(time.expected)));
}

BOOST_AUTO_TEST_CASE(a_pattern_says_what_is_wrong_with_it) {
  const auto wrong = [](const char* pattern, bool dates = false) {
    return why(TimePattern::of(pattern, dates));
  };
  BOOST_TEST(wrong("%d.%Q") ==
             "got '%Q' in '%d.%Q', expected %Y %y %m %d %e %b %B %j, %a %A, %H %I %p %M %S %f "
             "%z %s, or %F %T %R %D");
  BOOST_TEST(wrong("%F %") == "ends in a single '%' (got '%F %')");
  BOOST_TEST(wrong("%%%") == "ends in a single '%' (got '%%%')");
  BOOST_TEST(wrong("%F %d") == "names the same part of a time twice (got '%F %d')");
  BOOST_TEST(wrong("%Y-%m") == "names no day: expected year, month and day (got '%Y-%m')");
  BOOST_TEST(wrong("") == "names no day: expected year, month and day (got '')");
  BOOST_TEST(wrong("%F %I:%M") == "expected %I and %p together (got '%F %I:%M')");
  BOOST_TEST(wrong("%s %H") == "has %s and parts of a time beside it (got '%s %H')");
  BOOST_TEST(wrong("%F %T", true) ==
             "has a time of day, which a date has not: timestamp_format is for that (got '%F "
             "%T')");
  BOOST_TEST(wrong("%F", true) == "");
}

BOOST_AUTO_TEST_SUITE_END()
