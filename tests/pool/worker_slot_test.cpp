// SPDX-License-Identifier: Apache-2.0
#include "pool/worker_slot.hpp"

#include "channels.hpp"

BOOST_AUTO_TEST_SUITE(worker_slot)

using dp::pool::Record;
using dp::pool::Segment;
using dp::pool::WorkerSlot;
using State = WorkerSlot::State;

namespace {

struct Slot {
  Slot() { slot.state = State::serving; }
  void give(std::uint64_t chunk) {
    Record record;
    record.lease.chunk = chunk;
    BOOST_REQUIRE(slot.channel.give(record, -1).value());
  }
  dp::Result<Segment> segment = Segment::create(1, 64 << 10, {});
  WorkerSlot slot{*segment, 0};
};

}  // namespace

BOOST_AUTO_TEST_CASE(it_takes_chunks_up_to_its_window) {
  Slot one;
  BOOST_TEST(one.slot.can_take(2));
  one.give(1);
  BOOST_TEST(one.slot.can_take(2));
  BOOST_TEST(!one.slot.can_take(1));
  one.give(2);
  BOOST_TEST(!one.slot.can_take(2));
}

BOOST_AUTO_TEST_CASE(a_worker_that_does_not_serve_or_is_to_go_takes_none) {
  Slot one;
  one.slot.retiring = true;
  BOOST_TEST(!one.slot.can_take(2));
  one.slot.retiring = false;
  one.slot.channel.set_damage("broken");
  BOOST_TEST(!one.slot.can_take(2));
  one.slot.renew(*one.segment, false);
  BOOST_TEST((one.slot.state == State::empty));
  BOOST_TEST(!one.slot.can_take(2));
  one.slot.state = State::starting;
  BOOST_TEST(!one.slot.can_take(2));
  one.slot.state = State::serving;
  BOOST_TEST(one.slot.can_take(2));
}

BOOST_AUTO_TEST_CASE(it_is_idle_without_leases_and_without_an_open_epoch) {
  Slot one;
  BOOST_TEST(one.slot.idle());
  one.give(1);
  BOOST_TEST(!one.slot.idle());
  one.slot.held.push_back(one.slot.channel.finish());
  BOOST_TEST(!one.slot.idle());
  one.slot.drop_leases();
  BOOST_TEST(one.slot.idle());
}

BOOST_AUTO_TEST_CASE(a_new_worker_starts_afresh) {
  Slot one;
  one.give(1);
  one.slot.items_given = 10;
  one.slot.retiring = one.slot.stop_sent = one.slot.commit_sent = true;
  one.slot.renew(*one.segment, true);
  BOOST_TEST(one.slot.idle());
  BOOST_TEST(one.slot.items_given == 0U);
  BOOST_TEST(!one.slot.retiring);
  BOOST_TEST(!one.slot.stop_sent);
  BOOST_TEST(!one.slot.commit_sent);
}

BOOST_AUTO_TEST_SUITE_END()
