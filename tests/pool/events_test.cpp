// SPDX-License-Identifier: Apache-2.0
#include "pool/events.hpp"

#include <signal.h>

#include <boost/test/unit_test.hpp>
#include <thread>

#include "child.hpp"
#include "why.hpp"

namespace events {

using dp::pool::Event;
using dp::pool::Events;
using dp::pool::Process;

namespace {

constexpr int kLong = 60'000;  // never waited out

struct Fixture {
  Fixture() {
    const auto opened = events.open();
    BOOST_REQUIRE_MESSAGE(opened, dp::test::why(opened));
  }
  void start(Process& process, const std::string& script, unsigned slot) {
    dp::test::start_script(process, script);
    BOOST_REQUIRE(events.add(process, slot));
  }
  Event one() {
    for (;;) {
      const auto some = events.wait(kLong);
      BOOST_REQUIRE(some);
      if (!some->empty()) return some->front();
    }
  }
  Events events;
};

}  // namespace
}  // namespace events

BOOST_FIXTURE_TEST_SUITE(events, Fixture)

BOOST_AUTO_TEST_CASE(a_ring_ends_a_wait_without_an_event) {
  events.ring();
  events.ring();
  const auto rung = events.wait(kLong);
  BOOST_REQUIRE(rung);
  BOOST_TEST(rung->empty());
  const auto nothing = events.wait(0);  // both rings were taken
  BOOST_REQUIRE(nothing);
  BOOST_TEST(nothing->empty());
}

BOOST_AUTO_TEST_CASE(a_ring_from_another_thread_wakes) {
  std::thread other([this] { events.ring(); });
  BOOST_TEST(bool(events.wait(kLong)));
  other.join();
}

BOOST_AUTO_TEST_CASE(output_and_the_end_of_a_process_are_told_with_its_slot) {
  Process process;
  start(process, "echo hello; read -r forever < /dev/zero", 7);
  const Event wrote = one();
  BOOST_TEST(wrote.kind == Event::kWrote);
  BOOST_TEST(wrote.slot == 7U);
  process.read_output();
  process.signal(SIGKILL);
  Event event = one();
  while (event.kind == Event::kWrote) {  // the end of its output
    process.read_output();
    event = one();
  }
  BOOST_TEST(event.kind == Event::kExited);
  BOOST_TEST(event.slot == 7U);
  events.remove(process);
  BOOST_TEST(process.reap().signal == SIGKILL);
}

BOOST_AUTO_TEST_SUITE_END()
