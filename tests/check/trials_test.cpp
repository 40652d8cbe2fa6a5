// SPDX-License-Identifier: Apache-2.0
#include "check/trials.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(trials)

using namespace dp::check;
using namespace dp::test;

namespace {

Trials run(const std::string& task, std::uint64_t count) {
  auto pool = pool_of_dp();
  const auto trials = run_trials(pool, count, [&](std::uint64_t number) {
    return trial_of_numbers(task, {static_cast<std::int64_t>(number) * 60, 0, 0});
  });
  BOOST_REQUIRE_MESSAGE(trials, why(trials));
  return *trials;
}

}  // namespace

BOOST_AUTO_TEST_CASE(trials_that_hold_are_counted_with_their_rows) {
  const auto seen = run("bad.nothing", 5);
  BOOST_TEST(seen.done == 5u);
  BOOST_TEST(seen.rows == 5u);
  BOOST_TEST(!seen.fault.has_value());
}

BOOST_AUTO_TEST_CASE(a_crash_is_a_broken_law_of_the_first_trial_that_crashes) {
  const auto seen = run("bad.crash", 5);  // over a sum above 100: trial 2 is the first
  BOOST_REQUIRE(seen.fault.has_value());
  BOOST_TEST(seen.fault->law == "crashes");
  BOOST_TEST(seen.fault->detail.starts_with("in finalize: the worker was killed by "),
             seen.fault->detail);
  BOOST_TEST(seen.number == 2u);
  BOOST_TEST(seen.died);
}

BOOST_AUTO_TEST_CASE(no_trial_is_run_after_one_that_broke_a_law) {
  auto pool = pool_of_dp();
  std::uint64_t made = 0;
  const auto seen = run_trials(pool, 1000, [&](std::uint64_t) {
    ++made;
    return trial_of_numbers("bad.mean", {0, 0, 2});
  });
  BOOST_REQUIRE_MESSAGE(seen, why(seen));
  BOOST_TEST(seen->number == 0u);
  BOOST_TEST(made < 100u);
}

BOOST_AUTO_TEST_CASE(trials_that_the_task_refuses_are_counted_apart) {
  auto pool = pool_of_dp();
  const auto seen = run_trials(pool, 3, [&](std::uint64_t) {
    auto trial = trial_of_numbers("bad.nothing", {1});
    trial.subject.input.front().name = "y";
    return trial;
  });
  BOOST_REQUIRE_MESSAGE(seen, why(seen));
  BOOST_TEST((seen->refused == 3u && seen->done == 0u));
  BOOST_TEST(seen->why_refused.find("column 'x'") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
