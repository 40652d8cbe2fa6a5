// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(evil)

namespace data = boost::unit_test::data;
using namespace dp::test;
using dp::pool::Pool;

BOOST_DATA_TEST_CASE(a_worker_that_breaks_the_protocol_is_ended_and_hurts_nobody,
                     data::make({"long", "outside", "overflow", "wrap", "store", "stranger",
                                 "stale", "greedy", "kind", "epoch", "twice", "scribble",
                                 "count", "taken", "orders"}),
                     how) {
  auto options = worker_options("words", 1);
  options.command.insert(options.command.end(), {"evil", how});
  options.timeout = std::chrono::milliseconds(500);
  Pool pool = start_pool(options);
  WordsJob job(numbers(2), 1);
  const auto status = pool.run(job);
  // Either each item is given up in its turn, or the pool gives up on its workers.
  if (status)
    BOOST_TEST(job.lost.size() + job.commits == 2U);
  else
    BOOST_TEST((status.error().code == dp::Errc::worker_died), status.error().message);
  for (const auto& results : job.results) BOOST_TEST(results.size() <= 1U);
  BOOST_TEST(pool.stats().restarts > 0U);
}

BOOST_AUTO_TEST_SUITE_END()
