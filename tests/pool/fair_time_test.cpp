// SPDX-License-Identifier: Apache-2.0
#include "pool/fair_time.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "temporary.hpp"

BOOST_AUTO_TEST_SUITE(fair_time)

using dp::pool::FairTime;
using std::chrono::microseconds;
using std::chrono::milliseconds;

namespace {

/// Process 42, whose files the test writes.
struct Process {
  /// `state`: R, S ...; both times in milliseconds since it began.
  void is(char state, int running_ms, int waiting_ms) const {
    proc.write("42/stat", std::string("42 (a ) R name) ") + state + " 1 1 1");
    proc.write("42/schedstat", std::to_string(running_ms) + "000000 " +
                                   std::to_string(waiting_ms) + "000000 7\n");
  }
  milliseconds fair(int passed_ms) {
    return std::chrono::duration_cast<milliseconds>(time.of(42, milliseconds(passed_ms)));
  }
  dp::test::TemporaryFolder proc;
  FairTime time{proc.path()};
};

}  // namespace

BOOST_AUTO_TEST_CASE(all_the_time_counts_of_a_process_that_sleeps) {
  Process process;
  process.is('S', 5, 3);
  (void)process.fair(10);
  process.is('S', 6, 3);
  BOOST_TEST(process.fair(100).count() == 100);
}

BOOST_AUTO_TEST_CASE(what_it_waited_for_a_processor_does_not_count) {
  Process process;
  process.is('S', 5, 3);
  (void)process.fair(10);
  process.is('S', 10, 83);
  BOOST_TEST(process.fair(100).count() == 20);
  process.is('S', 10, 283);  // a wait that began before the last look
  BOOST_TEST(process.fair(100).count() == 0);
}

BOOST_AUTO_TEST_CASE(of_one_that_waits_still_only_what_it_ran_counts) {
  Process process;
  process.is('R', 5, 3);
  (void)process.fair(10);
  process.is('R', 7, 3);
  BOOST_TEST(process.fair(100).count() == 2);
  process.is('R', 107, 3);
  BOOST_TEST(process.fair(100).count() == 100);
  process.is('R', 309, 3);
  BOOST_TEST(process.fair(100).count() == 100);  // never more than passed
}

BOOST_AUTO_TEST_CASE(all_counts_at_the_first_look_and_where_nothing_tells) {
  Process process;
  BOOST_TEST(process.fair(100).count() == 100);
  process.is('R', 5, 3);
  BOOST_TEST(process.fair(100).count() == 100);
  process.proc.write("42/schedstat", "not numbers");
  BOOST_TEST(process.fair(100).count() == 100);
}

BOOST_AUTO_TEST_CASE(a_process_that_runs_has_no_more_than_passed) {
  FairTime time;
  (void)time.of(::getpid(), milliseconds(1));
  const auto fair = time.of(::getpid(), milliseconds(50));
  BOOST_TEST(fair.count() >= 0);
  BOOST_TEST(fair.count() <= 50'000);
}

BOOST_AUTO_TEST_SUITE_END()
