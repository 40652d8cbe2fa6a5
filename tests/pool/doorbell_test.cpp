// SPDX-License-Identifier: Apache-2.0
#include "pool/doorbell.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>

BOOST_AUTO_TEST_SUITE(doorbell)

using dp::pool::ring_doorbell;
using dp::pool::wait_for_doorbell;

namespace {

constexpr int kLong = 60'000;  // never waited out
std::atomic<std::uint32_t> futex{0};

}  // namespace

BOOST_AUTO_TEST_CASE(a_ring_since_the_last_look_ends_a_wait_before_it_begins) {
  const std::uint32_t seen = futex;
  ring_doorbell(futex);
  BOOST_TEST(futex == seen + 1);
  wait_for_doorbell(futex, seen, kLong);
}

BOOST_AUTO_TEST_CASE(without_a_ring_a_wait_ends_when_its_time_is_over) {
  const auto start = std::chrono::steady_clock::now();
  wait_for_doorbell(futex, futex, 20);
  const auto took = std::chrono::steady_clock::now() - start;
  BOOST_TEST((took >= std::chrono::milliseconds(20)));
}

BOOST_AUTO_TEST_CASE(every_ring_wakes_the_one_that_waits) {
  constexpr std::uint32_t kRings = 1000;
  const std::uint32_t first = futex;
  std::atomic<std::uint32_t> woken{0};
  std::thread sleeper([&] {
    for (std::uint32_t seen = first; seen != first + kRings; seen = futex) {
      woken = seen;
      wait_for_doorbell(futex, seen, kLong);
    }
    woken = first + kRings;
  });
  for (std::uint32_t ring = 0; ring < kRings; ++ring) {
    while (woken != first + ring) std::this_thread::yield();
    ring_doorbell(futex);
  }
  sleeper.join();
  BOOST_TEST(futex == first + kRings);
}

BOOST_AUTO_TEST_SUITE_END()
