// SPDX-License-Identifier: Apache-2.0
#include <signal.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "pool/death.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(deaths)

namespace data = boost::unit_test::data;
using namespace dp::test;
using dp::Errc;
using dp::pool::kExternalPerFault;
using dp::pool::Pool;

namespace {

const std::vector<std::vector<int>> kSignals{
    {SIGKILL}, {SIGSEGV}, {SIGABRT}, {SIGTERM}, {SIGSTOP}, {SIGKILL, SIGSEGV, SIGBUS, SIGSTOP}};

}  // namespace

BOOST_DATA_TEST_CASE(all_results_arrive_once_while_workers_are_killed,
                     data::xrange(kSignals.size()) * data::make({1, 50}), which, chunksize) {
  Pool pool = start_pool(worker_options("words", 2));
  WordsJob job(std::vector<std::string>(1000, "sleep:0"), static_cast<std::size_t>(chunksize));
  SignalSender sender(kSignals[which], kSignalMs);
  int rounds = 0;
  do {  // the same job again until enough signals were sent
    WordsJob next(std::vector<std::string>(1000, "sleep:0"),
                  static_cast<std::size_t>(chunksize));
    const auto status = pool.run(next);
    BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
    BOOST_TEST(next.complete([](const std::string& word) { return word; }));
    BOOST_TEST(next.lost.empty());
  } while (sender.sent() < kMostSignals && ++rounds < 2000);
  BOOST_TEST(sender.sent() >= kMostSignals);
}

BOOST_DATA_TEST_CASE(epochs_held_over_deaths_count_once, data::make({"sum:0", "sum:5"}), mode) {
  Pool pool = start_pool(worker_options(mode, 2));
  SignalSender sender({SIGKILL}, kSignalMs);
  for (int round = 0; round < 2000 && sender.sent() < kMostSignals; ++round) {
    SumJob job(60'000, 300);
    const auto status = pool.run(job);
    BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
    BOOST_TEST(job.sum == 60'000ULL * 59'999 / 2);
    BOOST_TEST(job.each_chunk_once());
  }
  BOOST_TEST(pool.stats().restarts > 0U);
}

BOOST_DATA_TEST_CASE(poison_items_are_found_and_named_and_all_others_done,
                     data::make({"segv", "abort", "leave"}), poison) {
  auto words = numbers(10'000);
  const std::vector<std::uint64_t> bad{0, 17, 4'000, 4'001, 4'002, 9'999};
  for (const auto item : bad) words[item] = poison;
  Pool pool = start_pool(worker_options("words", 2));
  WordsJob job(words, 100);
  const auto status = pool.run(job);
  BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
  BOOST_TEST(job.complete(square));
  BOOST_REQUIRE(job.lost.size() == bad.size());
  for (const auto item : bad) {
    BOOST_REQUIRE(job.lost.count(item) == 1U);
    BOOST_TEST(job.lost.at(item).message.starts_with("item " + std::to_string(item) + ": "));
  }
  BOOST_TEST(job.deaths.size() == 2 * bad.size());
  BOOST_TEST(pool.stats().restarts == 2 * bad.size());
}

BOOST_AUTO_TEST_CASE(a_run_of_nothing_but_poison_ends_with_every_item_named) {
  Pool pool = start_pool(worker_options("words", 2));
  WordsJob job(std::vector<std::string>(30, "abort"), 10);
  BOOST_REQUIRE(pool.run(job));
  BOOST_TEST(job.lost.size() == 30U);
  BOOST_TEST(job.lost.at(29).message.starts_with(
      "item 29: the worker was killed by signal 6 (SIGABRT), peak memory "));
}

BOOST_AUTO_TEST_CASE(a_death_tells_where_and_how_and_the_last_stderr_line) {
  Pool pool = start_pool(worker_options("words", 1));
  WordsJob job({"1", "2", "say-and-die", "3"}, 4);
  BOOST_REQUIRE(pool.run(job));
  BOOST_REQUIRE(job.deaths.size() == 2U);
  const auto& death = job.deaths[0];
  BOOST_TEST(death.signal == SIGABRT);
  BOOST_TEST(death.item == 2U);
  BOOST_TEST(death.place == 200U);
  BOOST_TEST(death.precise);
  BOOST_TEST(!death.external);
  BOOST_TEST(death.faults == 1U);
  BOOST_TEST(death.peak_rss_bytes > 0U);
  BOOST_TEST(death.last_stderr == "the end is near\n");
  BOOST_TEST(job.lost.at(2).message.ends_with(", last stderr line: the end is near"));
}

BOOST_AUTO_TEST_CASE(an_item_that_is_killed_externally_over_and_over_is_given_up_in_the_end) {
  Pool pool = start_pool(worker_options("words", 1));
  WordsJob job({"1", "kill", "2"}, 3);  // like an item that the out-of-memory killer picks
  BOOST_REQUIRE(pool.run(job));
  BOOST_TEST(job.complete(square));
  BOOST_REQUIRE(job.lost.size() == 1U);
  BOOST_TEST(job.lost.at(1).message.starts_with(
      "item 1: the worker was killed by external signal 9 (SIGKILL), peak memory "));
  // Two over chunks of more items, which are cut in halves; the others over the item alone.
  BOOST_TEST(job.deaths.size() == 2 + 2 * kExternalPerFault);
  BOOST_TEST(job.deaths.back().external);
}

BOOST_AUTO_TEST_CASE(workers_that_die_before_they_serve_end_the_run_with_the_reason) {
  Pool pool = start_pool(worker_options("words:die", 2));
  WordsJob job(numbers(10), 1);
  const auto status = pool.run(job);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::worker_died));
  BOOST_TEST(status.error().message.find("killed by signal 6 (SIGABRT)") != std::string::npos);
  BOOST_TEST(pool.stats().restarts == 6U);
}

BOOST_AUTO_TEST_CASE(a_program_that_never_serves_is_told_what_it_lacks) {
  auto options = worker_options("words", 2);
  options.command = {"/bin/true"};
  Pool pool = start_pool(options);
  WordsJob job(numbers(10), 1);
  const auto status = pool.run(job);
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message.find("does its main call run_worker") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_program_that_does_not_exist_cannot_be_started) {
  auto options = worker_options("words", 2);
  options.command = {"/nowhere/worker"};
  const auto pool = Pool::start(options);
  BOOST_REQUIRE(!pool);
  BOOST_TEST((pool.error().code == Errc::not_found));
  BOOST_TEST(pool.error().message == "cannot start /nowhere/worker: No such file or directory");
}

BOOST_AUTO_TEST_CASE(a_flood_on_stderr_blocks_nobody_and_is_counted) {
  Pool pool = start_pool(worker_options("words", 2));
  WordsJob job(std::vector<std::string>(20, "say:1000000"), 1);
  BOOST_REQUIRE(pool.run(job));
  BOOST_TEST(job.complete([](const std::string& word) { return word; }));
  BOOST_TEST(pool.stats().stderr_dropped_bytes > 19'000'000U);
}

BOOST_AUTO_TEST_SUITE_END()
