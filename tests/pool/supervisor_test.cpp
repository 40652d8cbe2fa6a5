// SPDX-License-Identifier: Apache-2.0
#include "pool/supervisor.hpp"

#include <poll.h>
#include <signal.h>

#include <boost/test/unit_test.hpp>

#include "jobs.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(supervisor)

using dp::Errc;
using dp::pool::Collector;
using dp::pool::LeaseQueue;
using dp::pool::Record;
using dp::pool::Supervisor;
using dp::pool::Watch;
using dp::pool::WorkerSlot;
using State = WorkerSlot::State;

namespace {

dp::pool::Options sleepers(unsigned restarts_in_a_row = 5) {
  dp::pool::Options options;
  options.command = {"/bin/sleep", "1000"};  // a worker that never says hello
  options.restarts_in_a_row = restarts_in_a_row;
  return options;
}

/// A runner's parts without its loop.
struct Parts {
  explicit Parts(dp::pool::Options options, unsigned workers = 1) : state(std::move(options)) {
    state.segment.emplace(dp::pool::Segment::create(workers, 64 << 10, {}).value());
    state.stores.emplace(dp::pool::Stores::create(workers + 1, {}).value());
    BOOST_REQUIRE(state.events.open());
    queue.begin(job);
    started = supervisor.start(workers);
  }
  ~Parts() { supervisor.end_all(); }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  WorkerSlot& slot(std::size_t i = 0) { return *state.slots[i]; }
  void give(std::uint64_t chunk) {
    Record record;
    record.lease.chunk = chunk;
    BOOST_REQUIRE(slot().channel.give(record, state.runner_store()).value());
  }
  /// Kill the worker, and have its end settled.
  dp::Status kill(int signal = SIGKILL) {
    slot().process.signal(signal);
    pollfd end{slot().process.pidfd(), POLLIN, 0};
    BOOST_REQUIRE(::poll(&end, 1, -1) == 1);
    return supervisor.on_exit(slot());
  }
  /// As if a worker had crashed so long ago.
  void crashed_for(std::chrono::milliseconds time) {
    state.fruitless_restarts.add(dp::pool::Ending::signal, dp::pool::Clock::now() - time);
  }
  dp::Status restart() {
    slot().restart_at = {};  // its time has come
    return supervisor.restart_due();
  }

  dp::pool::PoolState state;
  LeaseQueue queue;
  Watch watch{state};
  Collector collector{state, queue};
  Supervisor supervisor{state, queue, collector, watch};
  dp::test::WordsJob job{{}, 1};
  dp::Status started;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_worker_is_started_in_each_slot) {
  Parts parts(sleepers(), 3);
  BOOST_REQUIRE_MESSAGE(parts.started, dp::test::why(parts.started));
  BOOST_REQUIRE(parts.state.slots.size() == 3U);
  for (const auto& slot : parts.state.slots) {
    BOOST_TEST((slot->state == State::starting));
    BOOST_TEST(slot->process.running());
  }
}

BOOST_AUTO_TEST_CASE(a_first_worker_that_cannot_be_started_is_an_error) {
  auto options = sleepers();
  options.command = {"/nowhere/worker"};
  Parts parts(options, 2);
  BOOST_REQUIRE(!parts.started);
  BOOST_TEST((parts.started.error().code == Errc::not_found));
  BOOST_TEST(parts.state.slots.empty());
}

BOOST_AUTO_TEST_CASE(what_a_dead_worker_had_is_leased_again_in_its_order) {
  Parts parts(sleepers());
  for (const std::uint64_t chunk : {1U, 2U, 3U}) parts.give(chunk);
  parts.slot().held.push_back(parts.slot().channel.finish());
  BOOST_REQUIRE(parts.kill());
  BOOST_TEST((parts.slot().state == State::empty));
  BOOST_TEST(parts.state.stats.restarts == 1U);
  for (const std::uint64_t chunk : {1U, 2U, 3U}) {
    const auto record = parts.queue.next();
    BOOST_REQUIRE(record.has_value());
    BOOST_TEST(record->lease.chunk == chunk);
  }
}

BOOST_AUTO_TEST_CASE(what_was_leased_to_another_since_is_not_leased_again) {
  Parts parts(sleepers());
  parts.give(1);
  parts.give(2);
  BOOST_TEST(parts.slot().channel.recall().size() == 1U);
  BOOST_REQUIRE(parts.kill());
  const auto record = parts.queue.next();
  BOOST_REQUIRE(record.has_value());
  BOOST_TEST(record->lease.chunk == 1U);
  BOOST_TEST(!parts.queue.next());
}

BOOST_AUTO_TEST_CASE(a_dead_worker_is_replaced_when_its_time_has_come) {
  Parts parts(sleepers());
  BOOST_REQUIRE(parts.kill());
  parts.slot().restart_at = dp::pool::Clock::now() + std::chrono::hours(1);
  BOOST_REQUIRE(parts.supervisor.restart_due());
  BOOST_TEST((parts.slot().state == State::empty));
  BOOST_TEST(parts.supervisor.wait_ms(100) == 100);
  parts.slot().restart_at = {};
  BOOST_TEST(parts.supervisor.wait_ms(100) == 0);
  BOOST_REQUIRE(parts.supervisor.restart_due());
  BOOST_TEST((parts.slot().state == State::starting));
  BOOST_TEST(parts.slot().process.running());
}

BOOST_AUTO_TEST_CASE(after_a_stop_nobody_is_replaced) {
  Parts parts(sleepers());
  parts.queue.stop();
  BOOST_REQUIRE(parts.kill());
  BOOST_REQUIRE(parts.restart());
  BOOST_TEST((parts.slot().state == State::empty));
}

BOOST_AUTO_TEST_CASE(workers_that_keep_exiting_end_the_run_with_the_reason) {
  Parts parts(sleepers(1));
  parts.crashed_for(dp::pool::kSignalsFor);
  const auto status = parts.kill(SIGSEGV);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::worker_died));
  BOOST_TEST(status.error().message.starts_with(
      "workers keep exiting before they finish any work; the last, worker 0: the worker was "
      "killed by signal 11 (SIGSEGV)"));
  BOOST_TEST(status.error().message.ends_with("first?"));
}

BOOST_AUTO_TEST_CASE(two_workers_that_hang_while_they_commit_are_enough) {
  auto options = sleepers();
  options.work_limits.work = std::chrono::seconds(9);
  Parts parts(options);
  const auto hang = [&parts] {
    parts.slot().channel.block().worker->state = dp::pool::WorkerStatus::kCommitting;
    BOOST_TEST(parts.watch.check(parts.slot(), std::chrono::seconds(9)));
    return parts.kill(SIGTERM);
  };
  BOOST_REQUIRE(hang());
  BOOST_REQUIRE(parts.restart());
  const auto status = hang();
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::worker_died));
  BOOST_TEST(status.error().message.starts_with(
      "workers keep exiting before they finish any work; the last, worker 0: the worker ran "
      "past its time limit of 9s"));
}

BOOST_AUTO_TEST_CASE(kills_that_go_on_for_some_time_end_the_run) {
  Parts parts(sleepers(1));
  parts.crashed_for(dp::pool::kSignalsFor);
  BOOST_TEST(!parts.kill(SIGKILL));
}

BOOST_AUTO_TEST_CASE(crashes_of_their_own_end_the_run_without_a_wait) {
  Parts parts(sleepers(1));
  const auto crash = [&parts] {
    parts.slot().channel.block().worker->fault_sender = parts.slot().process.pid();
    return parts.kill(SIGSEGV);
  };
  BOOST_REQUIRE(crash());
  BOOST_REQUIRE(parts.restart());
  BOOST_TEST(!crash());
}

BOOST_AUTO_TEST_CASE(workers_that_are_killed_before_they_are_up_are_started_again) {
  Parts parts(sleepers(1));
  for (const int signal : {SIGKILL, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGKILL}) {
    BOOST_REQUIRE(parts.kill(signal));
    BOOST_REQUIRE(parts.restart());
  }
}

BOOST_AUTO_TEST_CASE(a_reset_slot_has_nothing_of_its_worker) {
  Parts parts(sleepers());
  parts.give(1);
  parts.supervisor.reset(parts.slot());
  BOOST_TEST(!parts.slot().process.running());
  BOOST_TEST(parts.slot().idle());
  BOOST_TEST((parts.slot().state == State::empty));
}

BOOST_AUTO_TEST_SUITE_END()
