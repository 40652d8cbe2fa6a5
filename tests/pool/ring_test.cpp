// SPDX-License-Identifier: Apache-2.0
#include "pool/ring.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <thread>

#include "pool/arena.hpp"

BOOST_AUTO_TEST_SUITE(ring)

using dp::pool::Arena;
using dp::pool::Receiver;
using dp::pool::Sender;
using dp::pool::Sent;
using dp::pool::Taken;

namespace {

struct Ring {
  std::unique_ptr<Sent<int, 8>> sent = std::make_unique<Sent<int, 8>>();
  Taken taken{};
  Sender<int, 8> in{*sent, taken};
  Receiver<int, 8> out{*sent, taken};
};

}  // namespace

BOOST_AUTO_TEST_CASE(descriptors_come_out_in_order_once_they_are_published) {
  Ring ring;
  ring.in.put(1);
  ring.in.put(2);
  BOOST_TEST(*ring.out.waiting() == 0U);
  ring.in.publish();
  BOOST_TEST(*ring.out.waiting() == 2U);
  BOOST_TEST(ring.out.take() == 1);
  BOOST_TEST(ring.out.take() == 2);
}

BOOST_AUTO_TEST_CASE(places_are_free_again_when_the_consumer_says_so) {
  Ring ring;
  for (int i = 0; i < 8; ++i) ring.in.put(i);
  ring.in.publish();
  BOOST_TEST(*ring.in.room() == 0U);
  BOOST_TEST(ring.out.take() == 0);
  BOOST_TEST(*ring.in.room() == 0U);
  ring.out.publish();
  BOOST_TEST(*ring.in.room() == 1U);
}

BOOST_AUTO_TEST_CASE(counts_that_cannot_be_are_told_by_both_ends) {
  Ring ring;
  ring.sent->count = 9;
  BOOST_TEST(!ring.out.waiting());
  ring.taken.count = 1;
  BOOST_TEST(!ring.in.room());
}

BOOST_AUTO_TEST_CASE(a_million_descriptors_cross_between_two_threads_in_order) {
  Ring ring;
  constexpr int kCount = 1'000'000;
  std::thread producer([&ring] {
    for (int i = 0; i < kCount;) {
      const auto room = *ring.in.room();
      for (std::uint32_t k = 0; k < room && i < kCount; ++k) ring.in.put(i++);
      ring.in.publish();
      if (room == 0) std::this_thread::yield();
    }
  });
  int wrong = 0;
  for (int i = 0; i < kCount;) {
    const auto waiting = *ring.out.waiting();
    for (std::uint32_t k = 0; k < waiting; ++k) wrong += ring.out.take() != i++ ? 1 : 0;
    ring.out.publish();
    if (waiting == 0) std::this_thread::yield();
  }
  producer.join();
  BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(a_block_is_in_one_piece_and_waits_for_older_ones) {
  Arena arena(100);
  BOOST_TEST((arena.allocate(40, 0) == 0U));
  BOOST_TEST((arena.allocate(40, 0) == 40U));
  BOOST_TEST(!arena.allocate(40, 0));
  BOOST_TEST(!arena.allocate(40, 39));
  BOOST_TEST((arena.allocate(40, 40) == 100U));  // the 20 bytes at the end are passed over
  BOOST_TEST(!arena.allocate(1, 40));
  BOOST_TEST((arena.allocate(50, 140) == 140U));
}

BOOST_AUTO_TEST_CASE(a_block_of_half_the_arena_always_fits_an_empty_one) {
  Arena arena(100);
  std::uint64_t freed = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto size = static_cast<std::uint64_t>(i * 7 % 50 + 1);
    BOOST_TEST(arena.fits(size));
    const auto place = arena.allocate(size, freed);
    BOOST_REQUIRE(place.has_value());
    BOOST_TEST(*place % 100 + size <= 100U);
    freed = *place + size;
  }
  BOOST_TEST(!arena.fits(51));
}

BOOST_AUTO_TEST_SUITE_END()
