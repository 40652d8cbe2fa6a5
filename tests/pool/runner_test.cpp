// SPDX-License-Identifier: Apache-2.0
#include "pool/runner.hpp"

#include <boost/test/unit_test.hpp>

#include "handlers.hpp"
#include "jobs.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(runner)

using dp::Errc;
using dp::pool::Runner;
using dp::test::WordsHandler;
using dp::test::WordsJob;
using dp::test::worker_options;

namespace {

dp::pool::Options on_threads(unsigned workers) {
  dp::pool::Options options;
  options.setup = "words";
  options.workers = workers;
  options.threads = [] { return std::make_unique<WordsHandler>(); };
  return options;
}

struct Opened : Runner {
  explicit Opened(dp::pool::Options options) : Runner(std::move(options)) {
    const auto opened = open();
    BOOST_REQUIRE_MESSAGE(opened, dp::test::why(opened));
  }
};

std::string same(const std::string& word) { return word; }

}  // namespace

BOOST_AUTO_TEST_CASE(a_step_says_whether_there_is_more_to_do) {
  Opened runner(on_threads(2));
  WordsJob job(std::vector<std::string>(100, "word"), 3);
  runner.begin(job);
  dp::Result<bool> more = true;
  while (more && *more) more = runner.step();
  BOOST_REQUIRE_MESSAGE(more, dp::test::why(more));
  BOOST_TEST(job.complete(same));
  BOOST_TEST(job.commits == 34U);
}

BOOST_AUTO_TEST_CASE(a_step_that_must_not_wait_comes_back_while_a_worker_works) {
  Opened runner(on_threads(1));
  WordsJob job({"sleep:50"}, 1);
  runner.begin(job);
  std::uint64_t steps = 0;
  for (dp::Result<bool> more = true; more && *more; ++steps) more = runner.step(false);
  BOOST_TEST(steps > 1U);
  BOOST_TEST(job.complete(same));
}

BOOST_AUTO_TEST_CASE(after_abandoning_a_job_the_next_one_gets_none_of_its_results) {
  Opened runner(worker_options("words", 2));
  WordsJob left(std::vector<std::string>(50, "sleep:5"), 1);
  runner.begin(left);
  while (left.commits == 0) BOOST_REQUIRE(runner.step());
  runner.abandon();
  for (const auto& slot : runner.state().slots) BOOST_TEST(slot->idle());
  WordsJob job(std::vector<std::string>(20, "word"), 1);
  runner.begin(job);
  for (dp::Result<bool> more = true; more && *more;) more = runner.step();
  BOOST_TEST(job.complete(same));
  BOOST_TEST(job.commits == 20U);
}

BOOST_AUTO_TEST_CASE(after_a_stop_every_job_is_interrupted) {
  Opened runner(on_threads(1));
  runner.request_stop();
  WordsJob job({"1"}, 1);
  runner.begin(job);
  const auto more = runner.step();
  BOOST_REQUIRE(!more);
  BOOST_TEST((more.error().code == Errc::interrupted));
  BOOST_TEST(job.commits == 0U);
}

BOOST_AUTO_TEST_CASE(more_workers_than_descriptors_are_refused_at_the_start) {
  Runner runner(worker_options("words", 1'000'000));
  const auto opened = runner.open();
  BOOST_REQUIRE(!opened);
  BOOST_TEST((opened.error().code == Errc::exhausted));
  BOOST_TEST(opened.error().message.starts_with("1000000 workers in a pool: got "));
}

BOOST_AUTO_TEST_SUITE_END()
