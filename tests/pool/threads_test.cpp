// SPDX-License-Identifier: Apache-2.0
// The rings with threads at both ends: what a thread sanitizer can see.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "handlers.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(threads)

namespace data = boost::unit_test::data;
using namespace dp::test;
using dp::pool::Pool;

namespace {

dp::pool::Options thread_options(const std::string& mode, unsigned workers) {
  dp::pool::Options options;
  options.setup = mode;
  options.workers = workers;
  options.shared.arena_bytes = 64 << 10;
  options.threads = [mode]() -> std::unique_ptr<dp::pool::Handler> {
    if (mode.starts_with("sum:")) return std::make_unique<SumHandler>(mode);
    return std::make_unique<WordsHandler>();
  };
  return options;
}

}  // namespace

BOOST_DATA_TEST_CASE(threads_do_every_item_once, data::make({1, 10}) * data::make({1U, 2U, 4U}),
                     chunksize, workers) {
  Pool pool = start_pool(thread_options("words", workers));
  for (int round = 0; round < 3; ++round) {
    WordsJob job(numbers(3000), static_cast<std::size_t>(chunksize));
    const auto status = pool.run(job);
    BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
    BOOST_TEST(job.complete(square));
  }
}

BOOST_AUTO_TEST_CASE(threads_wait_for_room_and_use_the_store) {
  Pool pool = start_pool(thread_options("words", 2));
  std::vector<std::string> words;
  for (int i = 0; i < 600; ++i) words.push_back("big:" + std::to_string(i * 77));
  WordsJob job(words, 3);
  const auto status = pool.run(job);
  BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
  BOOST_TEST(job.complete(
      [](const std::string& word) { return std::string(std::stoull(word.substr(4)), 'x'); }));
}

BOOST_DATA_TEST_CASE(threads_commit_epochs_once, data::make({"sum:0", "sum:2"}), mode) {
  Pool pool = start_pool(thread_options(mode, 3));
  SumJob job(50'000, 100);
  BOOST_REQUIRE(pool.run(job));
  BOOST_TEST(job.sum == 50'000ULL * 49'999 / 2);
  BOOST_TEST(job.each_chunk_once());
}

BOOST_AUTO_TEST_CASE(threads_stop_when_asked_and_serve_again_after_an_error) {
  Pool pool = start_pool(thread_options("words", 2));
  WordsJob broken(numbers(3000), 2);
  broken.on_commit = [&](const auto&) -> dp::Status {
    return broken.commits < 50 ? dp::Status() : dp::fail(dp::Errc::budget, "enough");
  };
  BOOST_TEST((pool.run(broken).error().code == dp::Errc::budget));
  WordsJob job(numbers(3000), 2);
  BOOST_REQUIRE(pool.run(job));
  BOOST_TEST(job.complete(square));
  WordsJob stopped(std::vector<std::string>(3000, "sleep:1"), 2);
  stopped.on_commit = [&](const auto&) -> dp::Status {
    if (stopped.commits == 10) pool.request_stop();
    return {};
  };
  BOOST_TEST((pool.run(stopped).error().code == dp::Errc::interrupted));
}

BOOST_AUTO_TEST_SUITE_END()
