// SPDX-License-Identifier: Apache-2.0
#include "pool/leasing.hpp"

#include "parts.hpp"

BOOST_AUTO_TEST_SUITE(leasing)

using dp::pool::Clock;
using dp::pool::Instruction;
using dp::pool::Leasing;
using dp::test::PoolParts;

namespace {

dp::pool::Options ahead(unsigned chunks) {
  dp::pool::Options options;
  options.ahead = chunks;
  return options;
}

struct Parts : PoolParts {
  Parts(dp::pool::Options options, unsigned workers, std::size_t items)
      : PoolParts(std::move(options), workers, items) {}
  void lease() { BOOST_REQUIRE(leasing.lease()); }
  Leasing leasing{state, queue};
};

}  // namespace

BOOST_AUTO_TEST_CASE(every_worker_gets_its_window_in_turns) {
  Parts parts(ahead(2), 2, 100);
  parts.lease();
  BOOST_TEST(parts.running(0) == 3U);
  BOOST_TEST(parts.running(1) == 3U);
  BOOST_TEST(parts.state.stats.leases == 6U);
  BOOST_TEST(parts.next(0).chunk == 0U);
  BOOST_TEST(parts.next(1).chunk == 1U);
}

BOOST_AUTO_TEST_CASE(few_chunks_are_shared_evenly) {
  Parts parts(ahead(8), 3, 4);
  parts.lease();
  BOOST_TEST(parts.running(0) == 2U);
  BOOST_TEST(parts.running(1) == 1U);
  BOOST_TEST(parts.running(2) == 1U);
}

BOOST_AUTO_TEST_CASE(a_worker_that_does_not_serve_gets_none) {
  Parts parts(ahead(0), 2, 5);
  parts.slot(0).state = dp::pool::WorkerSlot::State::starting;
  parts.lease();
  BOOST_TEST(parts.running(0) == 0U);
  BOOST_TEST(parts.running(1) == 1U);
}

BOOST_AUTO_TEST_CASE(
    a_worker_gets_no_more_items_than_it_is_recycled_after_and_is_then_stopped) {
  auto options = ahead(8);
  options.recycle.items = 2;
  Parts parts(options, 1, 10);
  parts.lease();
  BOOST_TEST(parts.running(0) == 2U);
  BOOST_TEST(parts.slot(0).retiring);
  BOOST_TEST(!parts.slot(0).stop_sent);
  while (parts.running(0) > 0) (void)parts.slot(0).channel.finish();
  parts.lease();
  BOOST_TEST(parts.slot(0).stop_sent);
}

dp::pool::Record for_fresh(std::uint64_t chunk) {
  dp::pool::Record record;
  record.lease.chunk = chunk;
  record.lease.fresh = true;
  return record;
}

BOOST_AUTO_TEST_CASE(a_lease_for_a_fresh_worker_is_the_first_that_such_a_worker_gets) {
  Parts parts(ahead(1), 2, 100);
  parts.slot(0).items_given = 1;
  parts.queue.put_first(for_fresh(1000));
  parts.lease();
  BOOST_TEST(parts.next(1).chunk == 1000U);
  BOOST_TEST(parts.next(0).chunk < 100U);
  BOOST_TEST(!parts.slot(0).retiring);
}

BOOST_AUTO_TEST_CASE(without_a_fresh_worker_the_one_with_the_least_to_do_is_replaced) {
  Parts parts(ahead(1), 3, 4);
  parts.lease();
  BOOST_TEST(parts.running(1) == 1U);
  parts.queue.put_first(for_fresh(1000));
  parts.lease();
  parts.lease();
  BOOST_TEST(parts.slot(1).retiring);
  BOOST_TEST(!parts.slot(0).retiring);
  BOOST_TEST(!parts.slot(2).retiring);
  BOOST_TEST(parts.queue.waiting_for_fresh() == 1U);
  while (parts.running(1) > 0) (void)parts.slot(1).channel.finish();
  parts.lease();
  BOOST_TEST(parts.slot(1).stop_sent);
  parts.slot(1).renew(*parts.state.segment, false);
  parts.slot(1).state = dp::pool::WorkerSlot::State::serving;
  parts.lease();
  BOOST_TEST(parts.queue.waiting_for_fresh() == 0U);
  BOOST_TEST(parts.next(1).chunk == 1000U);
}

BOOST_AUTO_TEST_CASE(many_leases_for_fresh_workers_never_take_more_than_half_of_the_workers) {
  Parts parts(ahead(1), 4, 8);
  parts.lease();
  for (std::uint64_t i = 0; i < 10; ++i) parts.queue.put_first(for_fresh(1000 + i));
  for (int i = 0; i < 10; ++i) parts.lease();
  unsigned retiring = 0;
  for (const auto& slot : parts.state.slots) retiring += slot->retiring ? 1 : 0;
  BOOST_TEST(retiring == 2U);
}

BOOST_AUTO_TEST_CASE(an_idle_worker_commits_its_epoch_when_nothing_is_left) {
  Parts parts(ahead(0), 1, 1);
  parts.lease();
  BOOST_TEST(!parts.slot(0).commit_sent);
  parts.slot(0).held.push_back(parts.slot(0).channel.finish());
  parts.lease();
  BOOST_TEST(parts.slot(0).commit_sent);
  BOOST_TEST(parts.running(0) == 0U);
}

BOOST_AUTO_TEST_CASE(leases_that_one_worker_sits_on_go_to_one_that_is_idle) {
  Parts parts(ahead(8), 2, 4);
  parts.slot(1).state = dp::pool::WorkerSlot::State::starting;
  parts.lease();
  BOOST_TEST(parts.running(0) == 4U);
  BOOST_TEST(!parts.leasing.help_wanted());
  parts.slot(1).state = dp::pool::WorkerSlot::State::serving;
  parts.lease();  // its last reply is long ago
  BOOST_TEST(parts.leasing.help_wanted());
  parts.lease();
  BOOST_TEST(parts.running(1) == 3U);
  BOOST_TEST(parts.next(1).chunk == 1U);
}

BOOST_AUTO_TEST_CASE(a_worker_that_replied_a_moment_ago_keeps_its_leases) {
  Parts parts(ahead(8), 2, 4);
  parts.slot(1).state = dp::pool::WorkerSlot::State::starting;
  parts.lease();
  parts.slot(1).state = dp::pool::WorkerSlot::State::serving;
  parts.slot(0).window.adapt(1, Clock::now() + std::chrono::hours(1), 9);
  parts.lease();
  BOOST_TEST(parts.leasing.help_wanted());
  parts.lease();
  BOOST_TEST(parts.running(1) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
