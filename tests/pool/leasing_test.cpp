// SPDX-License-Identifier: Apache-2.0
#include "pool/leasing.hpp"

#include "parts.hpp"

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

BOOST_AUTO_TEST_SUITE(leasing)

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
