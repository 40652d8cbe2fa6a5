// SPDX-License-Identifier: Apache-2.0
#include "pool/watch.hpp"

#include <poll.h>
#include <signal.h>

#include <cstring>
#include <functional>

#include "child.hpp"
#include "parts.hpp"

BOOST_AUTO_TEST_SUITE(watch)

using dp::pool::Death;
using dp::pool::End;
using dp::pool::Position;
using dp::pool::Process;
using dp::pool::Timing;
using dp::pool::Watch;
using dp::pool::WorkerStatus;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

dp::pool::Options limits() {
  dp::pool::Options options;
  options.timeout = milliseconds(1000);
  options.grace = milliseconds(200);
  return options;
}

/// A watch over one process, which is no worker: its status is what the test writes.
struct Watched : dp::test::PoolParts {
  explicit Watched(dp::pool::Options options = limits(),
                   const std::string& script = "read -r line < /dev/zero", unsigned workers = 1)
      : PoolParts(std::move(options), workers, 0) {
    dp::test::start_script(slot(0).process, script);
    watch.begin(slot(0));
    status().state = WorkerStatus::kBusy;
    status().position.kind = Position::kRecord;
  }
  WorkerStatus& status() { return *slot(0).channel.block().worker; }
  /// It has this in hand.
  void work_on(dp::pool::Timing timing, bool fresh = false) {
    dp::pool::Record record;
    record.lease.chunk = 7;
    record.lease.fresh = fresh;
    record.lease.timing = timing;
    BOOST_REQUIRE(slot(0).channel.give(record, state.runner_store()).value());
    slot(0).channel.publish(false);
    status().chunk = 7;
    status().attempt = next(0).attempt;
  }
  bool check(milliseconds passed) { return watch.check(slot(0), passed); }
  Death end() {
    pollfd end{slot(0).process.pidfd(), POLLIN, 0};
    BOOST_REQUIRE(::poll(&end, 1, -1) == 1);
    const int pid = slot(0).process.pid();
    const End how = slot(0).process.reap();
    return watch.death_of(slot(0), pid, how);
  }
  Watch watch{state};
};

}  // namespace

BOOST_AUTO_TEST_CASE(an_item_past_its_time_limit_ends_its_worker_and_is_told_as_such) {
  Watched watched;
  BOOST_TEST(watched.check(milliseconds(999)));
  BOOST_TEST(!watched.slot(0).retiring);
  BOOST_TEST(watched.check(milliseconds(1)));
  BOOST_TEST(watched.slot(0).retiring);
  const Death death = watched.end();
  BOOST_TEST(death.signal == SIGTERM);
  BOOST_TEST((death.limit == Death::Limit::time));
  BOOST_TEST(!death.external);
}

BOOST_AUTO_TEST_CASE(a_heartbeat_starts_the_time_anew) {
  Watched watched;
  BOOST_TEST(watched.check(milliseconds(900)));
  ++watched.status().beat;
  BOOST_TEST(watched.check(milliseconds(900)));
  BOOST_TEST(!watched.slot(0).retiring);
  BOOST_TEST(watched.check(milliseconds(100)));
  BOOST_TEST(watched.slot(0).retiring);
}

BOOST_AUTO_TEST_CASE(work_that_is_no_items_may_take_longer_between_two_signs_of_life) {
  for (const auto timing : {dp::pool::Timing::item, dp::pool::Timing::work}) {
    Watched watched;
    watched.work_on(timing);
    BOOST_TEST(watched.check(milliseconds(1000)));
    BOOST_TEST(watched.slot(0).retiring == (timing == dp::pool::Timing::item));
    if (timing == dp::pool::Timing::item) continue;
    BOOST_TEST(watched.check(milliseconds(58'999)));
    BOOST_TEST(!watched.slot(0).retiring);
    BOOST_TEST(watched.check(milliseconds(1)));
    BOOST_TEST(watched.slot(0).retiring);
  }
}

/// Until when it is let be, in milliseconds, with a limit of 10.
int limit_with(Position::Kind kind, bool fresh, bool asleep) {
  auto options = limits();
  options.timeout = milliseconds(10);
  Watched watched(options);
  watched.work_on(dp::pool::Timing::item, fresh);
  watched.status().position.kind = kind;
  watched.status().asleep = asleep ? 1 : 0;
  int passed = 0;
  while (!watched.slot(0).retiring) {
    passed += 10;
    watched.check(milliseconds(10));
  }
  return passed;
}

BOOST_AUTO_TEST_CASE(a_short_limit_is_that_of_one_record_and_longer_where_others_may_be_slow) {
  BOOST_TEST(limit_with(Position::kRecord, false, false) == 10);
  BOOST_TEST(limit_with(Position::kRecord, true, false) == 100);     // tried alone
  BOOST_TEST(limit_with(Position::kBatch, false, false) == 1000);    // many records
  BOOST_TEST(limit_with(Position::kNone, false, false) == 60'000);   // it opens its tasks
  BOOST_TEST(limit_with(Position::kRecord, false, true) == 60'000);  // it waits for room
}

BOOST_AUTO_TEST_CASE(work_that_is_no_items_may_take_the_memory_of_all_workers) {
  auto options = limits();
  options.memory_bytes = 16 << 10;  // which a shell passes, but not 256 times
  for (const auto timing : {dp::pool::Timing::item, dp::pool::Timing::work}) {
    Watched watched(options, "echo up; read -r line < /dev/zero", 256);
    auto& process = watched.slot(0).process;
    while (process.last_output({}).empty()) process.read_output();
    watched.work_on(timing);
    watched.watch.measure(watched.slot(0));
    BOOST_TEST(watched.slot(0).retiring == (timing == dp::pool::Timing::item));
  }
}

BOOST_AUTO_TEST_CASE(a_death_tells_what_the_worker_was_inside_of) {
  Watched watched;
  auto& call = watched.status().call;
  std::memcpy(call.text, "save of hits", 12);
  call.size = 12;
  BOOST_TEST(watched.check(milliseconds(1000)));
  BOOST_TEST(watched.end().call == "save of hits");
}

BOOST_AUTO_TEST_CASE(what_a_worker_says_of_its_call_is_not_believed_past_its_place) {
  Watched watched;
  watched.status().call.size = 1U << 30;
  BOOST_TEST(watched.check(milliseconds(1000)));
  BOOST_TEST(watched.end().call.size() == dp::pool::kMostCallBytes);
}

/// Until when one is let be that says nothing, in seconds; 0: for ever. Items have no limit.
int seconds_of(const std::function<void(Watched&)>& prepare, dp::pool::WorkLimits limits = {}) {
  dp::pool::Options options;
  options.work_limits = std::move(limits);
  Watched watched(options);
  prepare(watched);
  int passed = 0;
  while (!watched.slot(0).retiring && passed < 1000) {
    ++passed;
    watched.check(seconds(1));
  }
  return watched.slot(0).retiring ? passed : 0;
}

void say_opening(Watched& watched) {
  watched.status().call.timing = static_cast<std::uint32_t>(Timing::opening);
}

BOOST_AUTO_TEST_CASE(what_is_no_items_work_has_limits_also_where_items_have_none) {
  const auto on = [](Timing timing) {
    return [timing](Watched& watched) { watched.work_on(timing); };
  };
  const auto in = [](WorkerStatus::State state) {
    return [state](Watched& watched) { watched.status().state = state; };
  };
  BOOST_TEST(seconds_of(on(Timing::item)) == 0);
  BOOST_TEST(seconds_of(on(Timing::work)) == 60);
  BOOST_TEST(seconds_of(on(Timing::opening)) == 30);
  BOOST_TEST(seconds_of(in(WorkerStatus::kStarting)) == 60);
  BOOST_TEST(seconds_of(in(WorkerStatus::kCommitting)) == 60);
  BOOST_TEST(seconds_of(in(WorkerStatus::kEnding)) == 30);
  BOOST_TEST(seconds_of(in(WorkerStatus::kIdle)) == 0);
  BOOST_TEST(seconds_of([](Watched& watched) {
               watched.work_on(Timing::item);
               watched.status().position.kind = Position::kNone;
             }) == 60);
  // In the middle of an item: its tasks are opened anew.
  BOOST_TEST(seconds_of([](Watched& watched) {
               watched.work_on(Timing::item);
               say_opening(watched);
             }) == 30);
  BOOST_TEST(seconds_of(on(Timing::opening), {seconds(7), seconds(9), {}}) == 7);
  BOOST_TEST(seconds_of(on(Timing::work), {seconds(7), seconds(9), {}}) == 9);
  BOOST_TEST(seconds_of(on(Timing::opening), {{}, {}, {}}) == 0);
  BOOST_TEST(seconds_of(on(Timing::work), {{}, {}, {}}) == 0);
}

BOOST_AUTO_TEST_CASE(an_items_timeout_that_is_longer_holds_for_its_tasks_too) {
  dp::pool::Options options;
  options.timeout = seconds(100);
  Watched watched(options);
  watched.work_on(Timing::opening);
  BOOST_TEST(watched.check(seconds(99)));
  BOOST_TEST(!watched.slot(0).retiring);
  BOOST_TEST(watched.check(seconds(1)));
  BOOST_TEST(watched.slot(0).retiring);
}

BOOST_AUTO_TEST_CASE(a_death_tells_which_limit_it_was_unless_that_is_an_items) {
  dp::pool::Options options = limits();
  options.work_limits.advice = "give it more";
  Watched item(options);
  item.work_on(Timing::item);
  item.check(seconds(1000));
  auto death = item.end();
  BOOST_TEST((death.limit == Death::Limit::time));
  BOOST_TEST((death.timing == Timing::item));
  BOOST_TEST(death.time_limit.count() == 0);
  BOOST_TEST(death.advice == "");
  Watched opening(options);
  opening.work_on(Timing::opening);
  opening.check(seconds(1000));
  death = opening.end();
  BOOST_TEST((death.limit == Death::Limit::time));
  BOOST_TEST((death.timing == Timing::opening));
  BOOST_TEST((death.time_limit == seconds(30)));
  BOOST_TEST(death.advice == "give it more");
}

BOOST_AUTO_TEST_CASE(an_idle_worker_has_no_time_limit) {
  Watched watched;
  watched.status().state = WorkerStatus::kIdle;
  BOOST_TEST(watched.check(seconds(1000)));
  BOOST_TEST(!watched.slot(0).retiring);
}

BOOST_AUTO_TEST_CASE(a_worker_has_longer_to_start_and_to_commit_than_for_an_item) {
  for (const auto state : {WorkerStatus::kStarting, WorkerStatus::kCommitting}) {
    Watched watched;
    watched.status().state = state;
    BOOST_TEST(watched.check(seconds(59)));
    BOOST_TEST(!watched.slot(0).retiring);
    BOOST_TEST(watched.check(seconds(1)));
    BOOST_TEST(watched.slot(0).retiring);
  }
}

BOOST_AUTO_TEST_CASE(a_process_that_never_says_hello_is_ended_also_without_a_limit) {
  Watched watched{dp::pool::Options()};
  watched.status().state = WorkerStatus::kNew;
  BOOST_TEST(watched.check(seconds(29)));
  BOOST_TEST(!watched.slot(0).retiring);
  BOOST_TEST(watched.check(seconds(1)));
  BOOST_TEST(watched.slot(0).retiring);
}

BOOST_AUTO_TEST_CASE(one_that_ignores_sigterm_is_killed_after_the_grace_and_then_given_up) {
  Watched watched(limits(),
                  "trap '' TERM; echo up; while :; do read -r line < /dev/zero; done");
  while (watched.slot(0).process.last_output({}).empty()) watched.slot(0).process.read_output();
  BOOST_TEST(watched.check(milliseconds(1000)));
  BOOST_TEST(watched.check(milliseconds(199)));
  BOOST_TEST(watched.check(milliseconds(1)));
  BOOST_TEST(watched.check(milliseconds(Process::kUnkillableMs)));
  BOOST_TEST(!watched.check(milliseconds(1)));  // had it been stuck in the kernel
  const Death death = watched.end();
  BOOST_TEST(death.signal == SIGKILL);
  BOOST_TEST((death.limit == Death::Limit::time));
}

BOOST_AUTO_TEST_CASE(past_the_memory_limit_it_is_killed) {
  auto options = limits();
  options.memory_bytes = 1;
  Watched watched(options);
  watched.watch.measure(watched.slot(0));
  const Death death = watched.end();
  BOOST_TEST(death.signal == SIGKILL);
  BOOST_TEST((death.limit == Death::Limit::memory));
  BOOST_TEST(death.peak_rss_bytes > 1U);
  BOOST_TEST(!death.external);
  BOOST_TEST(watched.state.stats.peak_rss_bytes > 1U);
}

BOOST_AUTO_TEST_CASE(past_the_recycling_limit_it_is_only_leased_no_more) {
  auto options = limits();
  options.recycle.rss_bytes = 1;
  Watched watched(options);
  watched.watch.measure(watched.slot(0));
  BOOST_TEST(watched.slot(0).retiring);
  BOOST_TEST(::kill(watched.slot(0).process.pid(), 0) == 0);
}

BOOST_AUTO_TEST_CASE(signals_that_the_pool_did_not_send_are_external) {
  Watched killed;
  killed.slot(0).process.signal(SIGKILL);
  BOOST_TEST(killed.end().external);
  Watched crashed;
  crashed.slot(0).process.signal(SIGSEGV);
  BOOST_TEST(!crashed.end().external);  // it did not say who sent it: its own
  Watched sent;
  sent.status().fault_sender = 1;
  sent.slot(0).process.signal(SIGSEGV);
  BOOST_TEST(sent.end().external);
}

BOOST_AUTO_TEST_CASE(what_breaks_the_protocol_is_told_and_is_no_external_death) {
  Watched watched;
  watched.slot(0).channel.set_damage("its reply is not in its store");
  watched.watch.end_damaged(watched.slot(0));
  const Death death = watched.end();
  BOOST_TEST(death.damage == "its reply is not in its store");
  BOOST_TEST(!death.external);
}

BOOST_AUTO_TEST_CASE(a_death_names_the_position_of_the_chunk_in_hand) {
  Watched watched;
  watched.status().position.item = 3;
  watched.status().position.place = 4096;
  watched.status().position.kind = Position::kRecord;
  watched.slot(0).process.signal(SIGSEGV);
  const Death death = watched.end();
  BOOST_TEST(death.item == 3U);
  BOOST_TEST(death.place == 4096U);
  BOOST_TEST(death.precise);
}

BOOST_AUTO_TEST_SUITE_END()
