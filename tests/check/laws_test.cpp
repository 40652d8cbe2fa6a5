// SPDX-License-Identifier: Apache-2.0
#include "check/laws.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(laws)

using namespace dp::check;

namespace {

Outcome row(const std::string& value) {
  Seen seen;
  seen.rows = {{value}};
  return seen;
}
Outcome failure(const std::string& message) { return dp::fail(dp::Errc::task_failed, message); }

}  // namespace

BOOST_AUTO_TEST_CASE(a_law_holds_if_both_ways_give_the_same_or_both_fail) {
  BOOST_TEST(!hold("law", "a", row("1"), "b", row("1")).has_value());
  BOOST_TEST(!hold("law", "a", failure("x"), "b", failure("y")).has_value());
}

BOOST_AUTO_TEST_CASE(a_law_that_is_broken_shows_both_ways) {
  const auto differs = hold("law", "a", row("1"), "b", row("2"));
  BOOST_TEST(differs.value().law == "law");
  BOOST_TEST(differs.value().detail == "row 1: a gave [1], b gave [2]");
  BOOST_TEST(hold("law", "a", row("1"), "b", failure("no")).value().detail ==
             "a did not fail, b failed (no)");
}

BOOST_AUTO_TEST_CASE(a_reference_that_fails_is_refused_unless_it_breaks_the_abi) {
  BOOST_TEST(judge_reference(row("1")).rows == 1u);
  BOOST_TEST(judge_reference(failure("too large")).refused == "too large");
  const auto broken = judge_reference(dp::fail(dp::Errc::invalid_plugin, "no values"));
  BOOST_TEST(broken.refused.empty());
  BOOST_TEST(broken.fault.value().law == "breaks the ABI");
}

BOOST_AUTO_TEST_CASE(a_random_projection_leaves_out_a_column_at_least) {
  Random random(3);
  for (int round = 0; round < 100; ++round) {
    const auto used = random_projection(4, random);
    BOOST_TEST(std::count(used.begin(), used.end(), 0) >= 1);
  }
  BOOST_TEST(random_projection(0, random).empty());
}

BOOST_AUTO_TEST_CASE(cells_of_columns_that_were_not_asked_for_do_not_count) {
  Seen seen;
  seen.rows = {{"1", "2", "at 0"}};
  BOOST_TEST((projected(seen, {1, 0})->rows ==
              std::vector<std::vector<std::string>>{{"1", "_", "at 0"}}));
}

BOOST_AUTO_TEST_CASE(each_role_is_held_to_its_own_laws) {
  using namespace dp::test;
  BOOST_TEST(Tried(trial_of_lines("flawed.none", {"a\n"})).law().empty());
  BOOST_TEST(Tried(trial_of_numbers("bad.nothing", {1, 2, 3})).law().empty());
  BOOST_TEST(Tried(trial_of_texts(DP_WRITER, "flawed.rows", {"a", "b"})).law().empty());
  BOOST_TEST(Tried(trial_of_numbers("bad.mean", {0, 0, 2})).law() == "not associative");
}

BOOST_AUTO_TEST_SUITE_END()
