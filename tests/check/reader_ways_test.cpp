// SPDX-License-Identifier: Apache-2.0
#include "check/reader_ways.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

namespace reader_ways {

using namespace dp::check;
using namespace dp::test;

namespace {

struct Fixture {
  Fixture() : trial(trial_of_lines("flawed.none", lines())) {}
  static std::vector<std::string> lines() {
    std::vector<std::string> lines;
    for (int i = 0; i < 150; ++i) lines.push_back("line " + std::to_string(i) + "\n");
    return lines;
  }
  Trial trial;
  dp::worker::Libraries libraries;
  RecordingContext context;
  Driver driver{trial, libraries, context};
};

}  // namespace
}  // namespace reader_ways

BOOST_FIXTURE_TEST_SUITE(reader_ways, Fixture)

BOOST_AUTO_TEST_CASE(the_text_is_that_of_the_trial) {
  BOOST_TEST(ReaderWays(driver).text().starts_with("line 0\nline 1\n"));
}

BOOST_AUTO_TEST_CASE(all_ways_give_the_same_rows_of_a_reader_that_keeps_the_laws) {
  ReaderWays ways(driver);
  const auto whole = ways.whole('"');
  BOOST_REQUIRE_MESSAGE(whole, why(whole));
  BOOST_TEST(whole->rows.size() == 150u);
  BOOST_TEST((ways.twice()->rows == whole->rows));
  BOOST_TEST((ways.in_pieces(true)->rows == whole->rows));
  BOOST_TEST((ways.in_pieces(false)->rows == whole->rows));
}

BOOST_AUTO_TEST_CASE(how_a_reader_is_cut_is_known_once_it_has_read) {
  ReaderWays ways(driver);
  BOOST_TEST(!ways.can_be_cut());
  BOOST_REQUIRE(ways.whole('0'));
  BOOST_TEST(ways.cut() == static_cast<std::uint32_t>(DP_CUT_RECORDS));
  BOOST_TEST(ways.way_of_cutting() == "the same cut before records");
}

BOOST_AUTO_TEST_CASE(fewer_columns_leave_those_that_are_not_needed_out) {
  std::vector<std::uint8_t> used;
  BOOST_REQUIRE(ReaderWays(driver).with_columns(used));
  BOOST_TEST(used == std::vector<std::uint8_t>{0}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_reader_that_ends_at_its_stop_is_not_found) {
  ReaderWays ways(driver);
  BOOST_REQUIRE(ways.whole('0'));
  const auto passed = ways.passed_stop();
  BOOST_REQUIRE_MESSAGE(passed, why(passed));
  BOOST_TEST(!passed->has_value());
}

BOOST_AUTO_TEST_CASE(a_reader_that_passes_its_stop_gives_more_when_more_is_shown) {
  trial.subject.use.task = "flawed.at_stop";
  ReaderWays ways(driver);
  BOOST_REQUIRE(ways.whole('0'));
  const auto passed = ways.passed_stop();
  BOOST_REQUIRE_MESSAGE(passed, why(passed));
  BOOST_REQUIRE(passed->has_value());
  BOOST_TEST((*passed)->second.rows.size() > (*passed)->first.rows.size());
}

BOOST_AUTO_TEST_SUITE_END()
