// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(step)

using namespace dp::test;

BOOST_AUTO_TEST_CASE(a_step_that_keeps_the_laws_passes_with_all_its_rows) {
  const Tried tried(trial_of_texts(DP_STEP, "flawed.other", {"a", "b", "c", "d"}));
  BOOST_TEST(tried.law() == "");
  BOOST_TEST(tried.verdict.rows == 4u);
}

BOOST_AUTO_TEST_CASE(a_step_that_remembers_what_it_saw_is_found) {
  const Tried tried(trial_of_texts(DP_STEP, "bad.number", {"a", "b"}));
  BOOST_TEST(tried.law() == "remembers what it saw before");
  BOOST_TEST(tried.verdict.fault->detail ==
             "row 1: one batch gave [1], the same once more gave [3]");
}

BOOST_AUTO_TEST_CASE(a_function_that_keeps_the_laws_passes_with_all_its_rows) {
  const Tried tried(trial_of_texts(DP_FUNCTION, "words.repeat", {"a", "b", "", "d"}));
  BOOST_TEST(tried.law() == "");
  BOOST_TEST(tried.verdict.rows == 4u);
}

BOOST_AUTO_TEST_CASE(a_function_whose_result_depends_on_other_rows_is_found) {
  const Tried tried(trial_of_texts(DP_FUNCTION, "words.place", {"a", "b"}));
  BOOST_TEST(tried.law() == "depends on other rows");
  BOOST_TEST(tried.verdict.fault->detail == "row 2: one batch gave [1], row by row gave [0]");
}

BOOST_AUTO_TEST_CASE(a_function_that_remembers_what_it_saw_is_found) {
  const Tried tried(trial_of_texts(DP_FUNCTION, "words.count", {"a", "b"}));
  BOOST_TEST(tried.law() == "remembers what it saw before");
}

BOOST_AUTO_TEST_SUITE_END()
