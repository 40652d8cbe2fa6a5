// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <dp/civil.hpp>
#include <dp/format.hpp>
#include <limits>
#include <ostream>
#include <random>
#include <string>

using namespace dp::civil;
namespace data = boost::unit_test::data;

namespace dp::civil {
std::ostream& operator<<(std::ostream& out, const YearMonthDay& date) {
  return out << date.year << '-' << date.month << '-' << date.day;
}

BOOST_AUTO_TEST_SUITE(civil)

}  // namespace dp::civil

namespace {

constexpr std::int64_t kMostDays = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kDaysOf400Years = 146'097;

std::string text_of_date(std::int64_t days) {
  std::string text;
  dp::format::append_date(text, static_cast<std::int32_t>(days));
  return text;
}

std::string text_of_time(std::int64_t micros) {
  std::string text;
  dp::format::append_timestamp(text, micros);
  return text;
}

/// What the standard library says of a day; it knows the years -32767 to 32767.
YearMonthDay of_chrono(std::int64_t days) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_day_is_the_one_that_the_standard_library_says) {
  const auto first = std::chrono::sys_days{std::chrono::year{-32767} / 1 / 1};
  const auto last = std::chrono::sys_days{std::chrono::year{32767} / 12 / 31};
  std::int64_t wrong = 0;
  for (auto day = first; day <= last; day += std::chrono::days{1}) {
    const std::int64_t days = day.time_since_epoch().count();
    const YearMonthDay date = from_days(days);
    wrong += date != of_chrono(days) || to_days(date) != days ? 1 : 0;
  }
  BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(days_are_the_same_400_years_later) {
  for (std::int64_t days = -kMostDays - 1; days < kMostDays - kDaysOf400Years; days += 99'991) {
    const YearMonthDay date = from_days(days);
    const YearMonthDay later = from_days(days + kDaysOf400Years);
    BOOST_REQUIRE_EQUAL(later, (YearMonthDay{date.year + 400, date.month, date.day}));
    BOOST_REQUIRE_EQUAL(to_days(date), days);
  }
}

BOOST_AUTO_TEST_CASE(days_of_the_week_follow_one_another) {
  BOOST_TEST(weekday_of_days(0) == 4);
  for (std::int64_t days = -100'000; days < 100'000; ++days) {
    const auto weekday = std::chrono::weekday{std::chrono::sys_days{std::chrono::days{days}}};
    BOOST_REQUIRE_EQUAL(weekday_of_days(days), static_cast<int>(weekday.iso_encoding()));
  }
}

BOOST_AUTO_TEST_CASE(every_date_is_read_back_from_its_text) {
  const std::int64_t first = to_days({-1, 1, 1});
  const std::int64_t last = to_days({10'001, 12, 31});
  std::int64_t wrong = 0;
  for (std::int64_t days = first; days <= last; ++days)
    wrong += parse_date(text_of_date(days)) != days ? 1 : 0;
  for (std::int64_t days = -kMostDays - 1; days <= kMostDays; days += 9'973)
    wrong += parse_date(text_of_date(days)) != days ? 1 : 0;
  BOOST_TEST(wrong == 0);
  BOOST_TEST((parse_date(text_of_date(kMostDays)) == kMostDays));
}

BOOST_AUTO_TEST_CASE(every_timestamp_is_read_back_from_its_text) {
  using Limits = std::numeric_limits<std::int64_t>;
  std::mt19937_64 random(7);
  std::uniform_int_distribution<std::int64_t> any(Limits::min(), Limits::max());
  for (int i = 0; i < 100'000; ++i) {
    const std::int64_t time = any(random) >> random() % 40;
    BOOST_REQUIRE_MESSAGE(parse_timestamp(text_of_time(time)) == time, text_of_time(time));
  }
  for (const auto time : {Limits::min(), Limits::max(), std::int64_t{-1}, std::int64_t{0}})
    BOOST_TEST((parse_timestamp(text_of_time(time)) == time), text_of_time(time));
}

BOOST_AUTO_TEST_CASE(dates_outside_what_a_column_holds_are_refused) {
  BOOST_TEST(parse_date("+5881580-07-11").value() == kMostDays);
  BOOST_TEST(!parse_date("+5881580-07-12"));
  BOOST_TEST(parse_date("-5877641-06-23").value() == -kMostDays - 1);
  BOOST_TEST(!parse_date("-5877641-06-22"));
  BOOST_TEST(!parse_timestamp("+294247-01-10T04:00:54.775808Z"));
  BOOST_TEST(!parse_timestamp("-290308-12-21T19:59:05.224191Z"));
  BOOST_TEST(!parse_time("+300000-01-01"));
}

struct Read {
  const char* text;
  const char* utc;  ///< as format::put_timestamp writes it
};
std::ostream& operator<<(std::ostream& out, const Read& read) { return out << read.text; }

const Read kRead[] = {
    {"2026-11-01T10:00:00Z", "2026-11-01T10:00:00Z"},
    {"2026-11-01t10:00:00z", "2026-11-01T10:00:00Z"},
    {"2026-11-01 10:00", "2026-11-01T10:00:00Z"},
    {"2026-11-01 10:00:59.5", "2026-11-01T10:00:59.500Z"},
    {"2026-11-01T10:00:00.123456789Z", "2026-11-01T10:00:00.123456Z"},
    {"2026-11-01T10:00:00.1234567891Z", "2026-11-01T10:00:00.123456Z"},
    {"2026-11-01t10:00:00.00000000000000000009z", "2026-11-01T10:00:00Z"},
    {"0000-01-01T00:00:00+01:00", "-0001-12-31T23:00:00Z"},
    {"9999-12-31T23:59:59-01:00", "+10000-01-01T00:59:59Z"},
    {"2015-06-30T10:00:60+02:00", "2015-06-30T08:01:00Z"},
    {"2026-11-01T10:00:00+02:00", "2026-11-01T08:00:00Z"},
    {"2026-11-01T10:00:00-0230", "2026-11-01T12:30:00Z"},
    {"2026-11-01T10:00:00.25+02", "2026-11-01T08:00:00.250Z"},
    {"2026-11-01T10:00+02:00", "2026-11-01T08:00:00Z"},
    {"2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"},
    {"2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00Z"},
    {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
    {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
    {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"},
    {"-0044-03-15T12:00:00Z", "-0044-03-15T12:00:00Z"},
    {"+12000-01-01T00:00:00+00:01", "+11999-12-31T23:59:00Z"},
};

BOOST_DATA_TEST_CASE(times_are_read_with_their_zone, data::make(kRead), read) {
  const auto time = parse_timestamp(read.text);
  BOOST_REQUIRE(time.has_value());
  BOOST_TEST(text_of_time(*time) == read.utc);
  BOOST_TEST((parse_time(read.text) == time));
  BOOST_TEST(!parse_date(read.text));
}

const char* const kNotTimes[] = {"",
                                 "2026",
                                 "2026-11",
                                 "2026-11-1",
                                 "2026-13-01",
                                 "2026-00-10",
                                 "2026-11-00",
                                 "2026-02-29",
                                 "1900-02-29",
                                 "026-11-01",
                                 "-0000-01-01",
                                 "+123-01-01",
                                 "12000-01-01",
                                 "+12345678-01-01",
                                 "2026-11-01x",
                                 "2026-11-01T",
                                 "2026-11-01T10",
                                 "2026-11-01T1:00",
                                 "2026-11-01T24:00",
                                 "2026-11-01T10:60",
                                 "2026-11-01T10:00:61",
                                 "2026-11-01T10:00:00.",
                                 "2026-11-01T10:00:00ZZ",
                                 "2026-11-01T10:00:00+",
                                 "2026-11-01T10:00:00+2",
                                 "2026-11-01T10:00:00+02:",
                                 "2026-11-01T10:00:00+02:0",
                                 "2026-11-01T10:00:00+02:60",
                                 "2026-11-01T10:00:00+24:00",
                                 "2026-11-01T10:00:00 +02:00",
                                 "2026-11-01T10:00:00+02:00x"};

BOOST_DATA_TEST_CASE(what_is_no_time_is_refused, data::make(kNotTimes), text) {
  BOOST_TEST(!parse_date(text));
  BOOST_TEST(!parse_timestamp(text));
  BOOST_TEST(!parse_time(text));
}

BOOST_AUTO_TEST_CASE(a_date_alone_is_a_time_but_not_a_timestamp) {
  BOOST_TEST(parse_date("2026-11-01").value() == 20'758);
  BOOST_TEST(!parse_timestamp("2026-11-01"));
  BOOST_TEST(parse_time("2026-11-01").value() == 20'758 * kDay);
}

BOOST_AUTO_TEST_SUITE_END()
