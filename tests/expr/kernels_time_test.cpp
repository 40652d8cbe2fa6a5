// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "cases.hpp"
#include "evaluate.hpp"
#include "expr/kernel.hpp"

BOOST_AUTO_TEST_SUITE(kernels_time)

using namespace dp;
using namespace dp::expr;
using dp::test::Case;

namespace {

const Case kCases[] = {
    {"string(timestamp('2026-11-01 10:00:00.25'))", "'2026-11-01T10:00:00.250Z'"},
    {"string(timestamp('2026-11-01T10:00:00+02:00'))", "'2026-11-01T08:00:00Z'"},
    {"timestamp('2026-11-01 08:00') == '2026-11-01T10:00:00+02:00'", "true"},
    {"string(date('2026-11-01'))", "'2026-11-01'"},
    {"date('2026-02-29')", "null"},
    {"timestamp('soon')", "null"},
    {"weekday(date('2026-11-22'))", "7"},
    {"trunc(timestamp('2026-11-22 10:11:12'), 'week') == '2026-11-16'", "true"},
    {"trunc(timestamp('2024-03-31 10:11:12'), 'month') == '2024-03-01'", "true"},
    {"date('2026-03-01') - date('2026-02-01')", "28"},
    {"timestamp('2026-11-01 00:01') - timestamp('2026-11-01')", "60f"},
    {"strftime(timestamp('2026-11-01 10:00:00'), '%d/%b/%Y:%H')", "'01/Nov/2026:10'"},
    {"hour(timestamp('2026-11-01 10:59:59'))", "10"},
    {"unix(timestamp('1969-12-31 23:59:59.5'))", "-1"},
    {"year(date('-0044-03-15'))", "-44"},
    {"date(timestamp('1969-12-31 23:59:59')) == '1969-12-31'", "true"},
};

}  // namespace

BOOST_DATA_TEST_CASE(borders_of_every_rule, boost::unit_test::data::make(kCases), sample) {
  BOOST_TEST(dp::test::value_of(sample.text) == sample.result);
}

BOOST_AUTO_TEST_CASE(times_at_the_ends_of_their_range_have_no_calendar) {
  const Schema schema = {{"t", Type::timestamp}};
  for (const auto* text : {"year(t)", "trunc(t, 'year')", "strftime(t, '%Y')"}) {
    BOOST_TEST(dp::test::value_of(text, schema, {std::int64_t{INT64_MIN}}) == "null");
    BOOST_TEST(dp::test::value_of(text, schema, {std::int64_t{INT64_MAX}}) == "null");
  }
  const Schema dates = {{"d", Type::date}};
  BOOST_TEST(dp::test::value_of("timestamp(d)", dates, {std::int64_t{INT32_MAX}}) == "null");
  BOOST_TEST(dp::test::value_of("d == '2026-01-01'", dates, {std::int64_t{INT32_MAX}}) ==
             "false");
}

BOOST_AUTO_TEST_SUITE_END()
