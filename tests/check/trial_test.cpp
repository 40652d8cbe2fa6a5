// SPDX-License-Identifier: Apache-2.0
#include "check/trial.hpp"

#include <boost/test/unit_test.hpp>

#include "check/random_rows.hpp"

BOOST_AUTO_TEST_SUITE(trial)

BOOST_AUTO_TEST_CASE(a_trial_crosses_to_a_worker_as_it_is) {
  dp::check::Random random(1);
  dp::check::Trial trial;
  trial.subject.role = DP_REDUCER;
  trial.subject.use.library = "/x.so";
  trial.subject.use.task = "x.y";
  trial.subject.input = {{"text", dp::Type::string, true}, {"n", dp::Type::int64, false}};
  trial.rows = dp::check::random_rows(trial.subject.input, 9, random);
  trial.parts = {0, 0, 0, 1, 1, 1, 1, 2, 2};
  trial.seed = 42;
  const auto bytes = dp::check::ask_trial(trial);
  const auto read = dp::check::read_trial(bytes);
  BOOST_REQUIRE(read.has_value());
  BOOST_TEST(dp::check::ask_trial(*read) == bytes);
  BOOST_TEST(!dp::check::read_trial(std::string_view(bytes).substr(0, 40)).has_value());
}

BOOST_AUTO_TEST_CASE(a_verdict_comes_back_as_it_is) {
  const dp::check::Verdict verdict{"too much", dp::check::Fault{"law", "detail", true}, 3, 4};
  const auto read = dp::check::read_verdict(dp::check::write_verdict(verdict));
  BOOST_REQUIRE(read.has_value());
  BOOST_TEST(read->refused == "too much");
  BOOST_REQUIRE(read->fault.has_value());
  BOOST_TEST(read->fault->detail == "detail");
  BOOST_TEST(read->fault->general);
  BOOST_TEST((read->rows == 3u && read->rejects == 4u));
}

BOOST_AUTO_TEST_SUITE_END()
