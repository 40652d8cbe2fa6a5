// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "check/trials.hpp"
#include "fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(shrink)

using namespace dp::check;
using namespace dp::test;

BOOST_AUTO_TEST_CASE(a_counterexample_keeps_its_law_with_as_few_and_simple_rows_as_it_needs) {
  const auto trial = trial_of_numbers("bad.mean", {17, 0, 5, 99, 4, 31, 8, 8, 12});
  auto pool = pool_of_dp();
  const auto fault = Tried(trial).verdict.fault;
  BOOST_REQUIRE(fault.has_value());
  const auto small = dp::check::shrink(pool, trial, *fault);
  BOOST_REQUIRE_MESSAGE(small, why(small));
  const auto& [least, last] = *small;
  BOOST_TEST(last.law == fault->law);
  BOOST_TEST(least.rows.size() == 3u);
  for (const auto& row : least.rows) BOOST_TEST(row.front().integer <= 2);
}

BOOST_AUTO_TEST_CASE(a_crash_is_shrunk_like_a_wrong_result) {
  const auto trial = trial_of_numbers("bad.crash", {1, 2, 3, 500, 4, 5, 6, 7, 8});
  auto pool = pool_of_dp();
  const auto small = dp::check::shrink(pool, trial, {"crashes", "", false});
  BOOST_REQUIRE_MESSAGE(small, why(small));
  BOOST_TEST(small->first.rows.size() == 1u);
  BOOST_TEST(small->first.rows.front().front().integer == 500);
}

BOOST_AUTO_TEST_CASE(a_hang_is_not_tried_again) {
  const auto trial = trial_of_numbers("bad.hang", {1, 2, 3});
  auto pool = pool_of_dp();
  const auto small = dp::check::shrink(pool, trial, {"hangs", "in update", false});
  BOOST_REQUIRE_MESSAGE(small, why(small));
  BOOST_TEST(small->first.rows.size() == 3u);
}

BOOST_AUTO_TEST_CASE(lines_of_a_reader_lose_what_they_do_not_need_but_keep_their_newline) {
  const auto trial = trial_of_lines("flawed.count", {"some words\n", "\n", "and more words\n"});
  auto pool = pool_of_dp();
  const auto fault = Tried(trial).verdict.fault;
  BOOST_REQUIRE(fault.has_value());
  const auto small = dp::check::shrink(pool, trial, *fault);
  BOOST_REQUIRE_MESSAGE(small, why(small));
  std::string text;
  for (const auto& row : small->first.rows) text += row.front().text;
  BOOST_TEST(text.size() <= 3u);
  BOOST_TEST(text.find('\n') != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
