// SPDX-License-Identifier: Apache-2.0
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <set>
#include <thread>

#include "fixture.hpp"
#include "handlers.hpp"
#include "temporary.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(limits)

namespace data = boost::unit_test::data;
using namespace dp::test;
using dp::Errc;
using dp::pool::Pool;
using Limit = dp::pool::Death::Limit;
using std::chrono::milliseconds;

BOOST_DATA_TEST_CASE(a_hung_item_is_killed_at_its_time_limit, data::make({"hang", "hang-on"}),
                     word) {
  auto options = worker_options("words", 2);
  options.timeout = milliseconds(1000);
  options.grace = milliseconds(300);
  Pool pool = start_pool(options);
  auto words = numbers(100);
  words[42] = word;
  WordsJob job(words, 10);
  const auto status = pool.run(job);
  BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
  BOOST_TEST(job.complete(square));
  BOOST_REQUIRE(job.lost.size() == 1U);
  BOOST_TEST(
      job.lost.at(42).message.starts_with("item 42: the worker ran past its time limit"));
  BOOST_TEST((job.lost.at(42).code == Errc::timed_out));
  BOOST_TEST((job.deaths[0].limit == Limit::time));
  BOOST_TEST(!job.deaths[0].external);
}

BOOST_AUTO_TEST_CASE(many_short_items_in_a_long_chunk_are_not_over_time) {
  auto options = worker_options("words", 2);
  options.timeout = milliseconds(2000);
  Pool pool = start_pool(options);
  WordsJob job(std::vector<std::string>(80, "sleep:60"), 40);
  BOOST_REQUIRE(pool.run(job));
  BOOST_TEST(job.deaths.size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_worker_that_cannot_be_killed_is_done_without) {
  auto options = worker_options("words", 2);
  options.timeout = milliseconds(1000);
  options.grace = milliseconds(100);
  Pool pool = start_pool(options);
  auto words = numbers(50);
  words[7] = "hang-on";
  WordsJob job(words, 1);
  // A tracer that wants to see its end keeps a killed process in the kernel.
  int held = 0;
  job.on_tick = [&] {
    if (held != 0) return;
    for (const int pid : pool.pids())
      if (signal_is(pid, "SigIgn:", SIGTERM) &&
          ::ptrace(PTRACE_SEIZE, pid, 0, PTRACE_O_TRACEEXIT) == 0)
        held = pid;
  };
  const auto status = pool.run(job);
  if (held != 0) ::ptrace(PTRACE_DETACH, held, 0, 0);
  BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
  BOOST_REQUIRE(held != 0);
  BOOST_TEST(job.complete(square));
  BOOST_TEST(pool.stats().lost == 1U);
  BOOST_TEST(job.lost.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_stopped_worker_is_continued) {
  Pool pool = start_pool(worker_options("words", 1));
  WordsJob job(std::vector<std::string>(20, "sleep:10"), 20);
  bool stopped = false;
  job.on_tick = [&] {
    if (!stopped) stopped = ::kill(pool.pids().at(0), SIGSTOP) == 0;
  };
  BOOST_REQUIRE(pool.run(job));
  BOOST_TEST(stopped);
  BOOST_TEST(job.complete([](const std::string& word) { return word; }));
  BOOST_TEST(job.deaths.size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_worker_stopped_for_longer_than_the_time_limit_is_no_fault_of_the_item) {
  auto options = worker_options("words", 1);
  options.timeout = milliseconds(800);  // sooner than the pool continues it
  options.grace = milliseconds(100);
  Pool pool = start_pool(options);
  const TemporaryFolder folder;
  WordsJob job({"until " + folder.path("it-was-replaced"), "1", "2"}, 3);
  bool stopped = false;
  job.on_tick = [&] {
    // A worker that is stopped before it has begun has no item.
    for (const int pid : pool.pids())
      if (!stopped && signal_is(pid, "SigIgn:", kBegun)) stopped = ::kill(pid, SIGSTOP) == 0;
    if (!job.deaths.empty()) folder.write("it-was-replaced", "");
  };
  BOOST_REQUIRE(pool.run(job));
  BOOST_TEST(job.lost.empty());
  BOOST_REQUIRE(job.deaths.size() == 1U);
  BOOST_TEST(job.deaths[0].external);
  BOOST_TEST((job.deaths[0].limit == Limit::none));
}

BOOST_AUTO_TEST_CASE(an_item_that_eats_memory_is_named) {
  auto options = worker_options("words", 2);
  options.memory_bytes = 256 << 20;
  Pool pool = start_pool(options);
  std::vector<std::string> words(50, "eat:1000");
  words[30] = "eat:3000000000";
  WordsJob job(words, 5);
  const auto status = pool.run(job);
  BOOST_REQUIRE_MESSAGE(status, dp::test::why(status));
  BOOST_TEST(job.complete([](const std::string& word) { return word; }));
  BOOST_REQUIRE(job.lost.size() == 1U);
  BOOST_TEST((job.lost.at(30).code == Errc::out_of_memory));
  BOOST_TEST((job.deaths[0].limit == Limit::memory));
  BOOST_TEST(job.deaths[0].peak_rss_bytes > options.memory_bytes);
}

BOOST_AUTO_TEST_CASE(workers_are_replaced_after_so_many_items) {
  auto options = worker_options("words", 2);
  options.recycle.items = 50;
  Pool pool = start_pool(options);
  WordsJob job(std::vector<std::string>(1000, "pid"), 5);
  BOOST_REQUIRE(pool.run(job));
  std::map<std::string, std::size_t> items;
  for (const auto& results : job.results) ++items[results.at(0)];
  // However many chunks a worker is given ahead, none begins one past its 50th item.
  for (const auto& [pid, count] : items) BOOST_TEST(count <= 50U);
  BOOST_TEST(items.size() >= 20U);
  BOOST_TEST(pool.stats().recycled >= 18U);
  BOOST_TEST(pool.stats().restarts == 0U);
  BOOST_TEST(job.deaths.empty());
}

BOOST_AUTO_TEST_CASE(replaced_workers_commit_their_epoch_first) {
  auto options = worker_options("sum:0", 2);
  options.recycle.items = 500;
  Pool pool = start_pool(options);
  SumJob job(10'000, 10);
  BOOST_REQUIRE(pool.run(job));
  BOOST_TEST(job.each_chunk_once());
  BOOST_TEST(job.sum == 10'000ULL * 9'999 / 2);
  BOOST_TEST(pool.stats().recycled > 0U);
}

BOOST_AUTO_TEST_CASE(a_worker_that_leaks_is_replaced_between_chunks) {
  auto options = worker_options("words", 1);
  options.recycle.rss_bytes = 200 << 20;
  Pool pool = start_pool(options);
  // Enough to do that the pool looks while some is left.
  std::vector<std::string> words(100, "sleep:20");
  words[0] = "eat:300000000";
  WordsJob job(words, 1);
  BOOST_REQUIRE(pool.run(job));
  BOOST_TEST(pool.stats().recycled == 1U);
  BOOST_TEST(job.deaths.empty());
}

BOOST_AUTO_TEST_CASE(too_few_descriptors_are_a_clear_error_and_enough_are_enough) {
  rlimit old{};
  ::getrlimit(RLIMIT_NOFILE, &old);
  bool worked = false, refused = false;
  for (rlim_t limit = 5; limit < 64; ++limit) {
    const rlimit low{limit, old.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &low);
    auto pool = Pool::start(worker_options("words", 8));
    WordsJob job(numbers(20), 1);
    const dp::Status status = pool ? pool->run(job) : dp::Status(tl::unexpected(pool.error()));
    ::setrlimit(RLIMIT_NOFILE, &old);
    if (status) {
      worked = true;
      BOOST_TEST(job.complete(square));
      BOOST_TEST(pool->workers() == 8U);
    } else {
      refused = true;
      BOOST_TEST(!worked);  // what is enough once is enough with one more
      BOOST_TEST((status.error().code == Errc::exhausted), status.error().message);
      BOOST_TEST(status.error().message.find("RLIMIT_NOFILE") != std::string::npos,
                 status.error().message);
    }
  }
  BOOST_TEST(worked);
  BOOST_TEST(refused);
}

BOOST_AUTO_TEST_SUITE_END()
