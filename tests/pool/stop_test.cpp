// SPDX-License-Identifier: Apache-2.0
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <optional>
#include <thread>

#include "base/spawn.hpp"
#include "fixture.hpp"
#include "handlers.hpp"
#include "temporary.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(stop)

namespace data = boost::unit_test::data;
using namespace dp::test;
using dp::Errc;
using dp::pool::Pool;
using std::chrono::milliseconds;

namespace {

/// tests/pool/runner_main.cpp as a process of its own.
dp::Child start_runner(std::vector<std::string> arguments) {
  dp::Command command;
  command.argv = {DP_TEST_RUNNER};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  // A leak check after setuid cannot look at its own process.
  command.environment = {"ASAN_OPTIONS=detect_leaks=0"};
  auto child = dp::spawn(command);
  BOOST_REQUIRE_MESSAGE(child, dp::test::why(child));
  return *std::move(child);
}

int wait_for(dp::Child& child) {
  int status = 0;
  BOOST_REQUIRE(::waitpid(child.pid, &status, 0) == child.pid);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// The workers of `runner` once `count` of them have begun a chunk.
std::vector<int> wait_for_workers(int runner, std::ptrdiff_t count) {
  std::vector<int> workers;
  const auto has_begun = [](int pid) { return signal_is(pid, "SigIgn:", kBegun); };
  for (int tries = 0; tries < 6000; ++tries) {
    workers = children_of(runner);
    if (std::count_if(workers.begin(), workers.end(), has_begun) == count) break;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return workers;
}

}  // namespace

BOOST_AUTO_TEST_CASE(one_request_lets_chunks_in_hand_finish_and_commit) {
  Pool pool = start_pool(worker_options("words", 2));
  const TemporaryFolder folder;
  std::vector<std::string> words(100, "until " + folder.path("stop-was-obeyed"));
  words[0] = "1";
  WordsJob job(words, 1);
  job.on_commit = [&](const auto&) -> dp::Status {
    if (job.commits == 1) pool.request_stop();
    return {};
  };
  int ticks = 0;
  job.on_tick = [&] {
    // The first tick may come in the round that made the request, the second one cannot.
    if (job.commits == 1 && ++ticks == 2) folder.write("stop-was-obeyed", "");
  };
  const auto status = pool.run(job);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::interrupted), status.error().message);
  BOOST_TEST(job.commits >= 2U);
  BOOST_TEST(job.commits <= 3U);  // what each worker had in hand
  BOOST_TEST(job.deaths.empty());
  BOOST_TEST(pool.pids().size() == 2U);  // nobody was killed
  WordsJob later(numbers(10), 1);
  BOOST_TEST((pool.run(later).error().code == Errc::interrupted));
  BOOST_TEST(later.commits == 0U);
}

BOOST_AUTO_TEST_CASE(one_request_commits_open_epochs) {
  Pool pool = start_pool(worker_options("sum:0", 2));
  constexpr std::uint64_t kChunks = 5000;  // more than can be leased before the stop is obeyed
  SumJob job(10 * kChunks, 10);
  std::optional<std::uint64_t> held;  // by an epoch that is open when the stop is asked for
  job.on_held = [&](std::uint64_t chunk) {
    if (held) return;  // a second request would kill
    held = chunk;
    pool.request_stop();
  };
  const auto status = pool.run(job);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::interrupted), status.error().message);
  BOOST_TEST(job.deaths == 0U);
  BOOST_TEST(pool.stats().restarts == 0U);
  BOOST_REQUIRE(held.has_value());
  BOOST_TEST(job.committed.count(*held) == 1U);
  BOOST_TEST(job.committed.size() < kChunks);
  BOOST_TEST((job.streamed == job.committed));
  std::uint64_t sum = 0;
  for (const auto& [chunk, times] : job.committed) {
    BOOST_TEST(times == 1);
    sum += 100 * chunk + 45;
  }
  BOOST_TEST(job.sum == sum);
}

BOOST_AUTO_TEST_CASE(a_second_request_kills_at_once) {
  Pool pool = start_pool(worker_options("words", 2));
  WordsJob job(std::vector<std::string>(20, "hang"), 1);
  job.on_tick = [&] {  // one a tick, once both workers hang: a second one follows
    if (pool.stats().leases >= 6) pool.request_stop();
  };
  const auto status = pool.run(job);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::interrupted));
  BOOST_TEST(pool.pids().empty());
}

BOOST_AUTO_TEST_CASE(workers_survive_the_signals_of_the_terminal) {
  Pool pool = start_pool(worker_options("words", 2));
  const TemporaryFolder folder;
  WordsJob job(std::vector<std::string>(10, "until " + folder.path("all-were-sent")), 1);
  int ticks = 0;
  job.on_tick = [&] {
    if (++ticks == 4) folder.write("all-were-sent", "");
    if (ticks >= 4) return;
    for (const int pid : pool.pids())
      for (const int signal : {SIGINT, SIGQUIT, SIGHUP}) ::kill(pid, signal);
  };
  BOOST_REQUIRE(pool.run(job));
  BOOST_TEST(ticks >= 4);
  BOOST_TEST(pool.stats().restarts == 0U);
}

BOOST_DATA_TEST_CASE(workers_are_gone_when_their_runner_is_killed,
                     data::make({"hang", "hang-on", "sleep:10"}), word) {
  dp::Child runner = start_runner({"words", word, "3"});
  const auto workers = wait_for_workers(runner.pid, 3);
  BOOST_REQUIRE(workers.size() == 3U);
  ::kill(runner.pid, SIGKILL);
  wait_for(runner);
  std::size_t gone = 0;
  for (int tries = 0; tries < 1500 && gone < workers.size(); ++tries) {
    std::this_thread::sleep_for(milliseconds(20));
    gone = static_cast<std::size_t>(std::count_if(workers.begin(), workers.end(), is_gone));
  }
  BOOST_TEST(gone == workers.size());
}

BOOST_AUTO_TEST_CASE(no_processes_left_is_a_clear_error) {
  dp::Child runner = start_runner({"no-processes"});
  BOOST_TEST(wait_for(runner) == 0);
}

BOOST_AUTO_TEST_CASE(a_pool_in_a_worker_that_was_not_entered_is_refused) {
  auto options = worker_options("words", 2);
  options.command = {DP_TEST_RUNNER, "words", "1", "2"};  // its main never calls run_worker
  Pool pool = start_pool(options);
  WordsJob job(numbers(5), 1);
  const auto status = pool.run(job);
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message.find("is a worker that another pool started") !=
             std::string::npos);
  BOOST_TEST(pool.stats().restarts < 10U);
}

BOOST_AUTO_TEST_SUITE_END()
