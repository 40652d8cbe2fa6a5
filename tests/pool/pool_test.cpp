// SPDX-License-Identifier: Apache-2.0
#include "pool/pool.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "jobs.hpp"

namespace {

using dp::Errc;
using dp::pool::Pool;
using dp::test::SumJob;
using dp::test::WordsJob;
using dp::test::worker_options;

std::vector<std::string> numbers(std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(std::to_string(i));
  return out;
}

std::string square(const std::string& word) {
  const auto n = std::stoull(word);
  return std::to_string(n * n);
}

Pool start(dp::pool::Options options) {
  auto pool = Pool::start(std::move(options));
  BOOST_REQUIRE_MESSAGE(pool, pool.error().message);
  return *std::move(pool);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pool)

BOOST_DATA_TEST_CASE(every_item_is_done_once,
                     boost::unit_test::data::make({1, 7, 64, 5000}) *
                         boost::unit_test::data::make({1U, 2U, 5U}),
                     chunksize, workers) {
  Pool pool = start(worker_options("words", workers));
  WordsJob job(numbers(2000), static_cast<std::size_t>(chunksize));
  const auto status = pool.run(job);
  BOOST_REQUIRE_MESSAGE(status, status.error().message);
  BOOST_TEST(job.complete(square));
  BOOST_TEST(pool.workers() == workers);
}

BOOST_AUTO_TEST_CASE(epochs_commit_every_chunk_once) {
  for (const char* mode : {"sum:0", "sum:1", "sum:3"}) {
    Pool pool = start(worker_options(mode, 2));
    SumJob job(10'000, 7);
    const auto status = pool.run(job);
    BOOST_REQUIRE_MESSAGE(status, status.error().message);
    BOOST_TEST(job.sum == 10'000ULL * 9'999 / 2);
    BOOST_TEST(job.count == 10'000U);
    BOOST_TEST(job.each_chunk_once());
  }
}

BOOST_AUTO_TEST_SUITE_END()
