// SPDX-License-Identifier: Apache-2.0
#include "run/death_log.hpp"

#include <signal.h>

#include <boost/test/unit_test.hpp>

using dp::run::DeathLog;

namespace {

dp::pool::Death segfault(std::uint64_t place) {
  dp::pool::Death death;
  death.signal = SIGSEGV;
  death.place = place;
  death.precise = true;
  death.last_stderr = "first\nlast\n";
  return death;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(death_log)

BOOST_AUTO_TEST_CASE(a_death_is_kept_with_its_place_and_cause) {
  DeathLog log;
  log.add(3, segfault(17));
  BOOST_REQUIRE(log.entries().size() == 1u);
  const auto& entry = log.entries().front();
  BOOST_TEST((entry.item == 3u && entry.place == 17u && entry.precise));
  BOOST_TEST(entry.cause ==
             "the worker was killed by signal 11 (SIGSEGV), last stderr line: last");
}

BOOST_AUTO_TEST_CASE(deaths_that_a_reject_tells_of_are_forgotten) {
  DeathLog log;
  log.add(3, segfault(17));
  log.add(4, segfault(18));
  log.add(3, segfault(19));
  log.forget(3);
  BOOST_REQUIRE(log.entries().size() == 1u);
  BOOST_TEST(log.entries().front().item == 4u);
}

BOOST_AUTO_TEST_CASE(a_storm_of_deaths_does_not_fill_memory) {
  DeathLog log;
  for (std::uint64_t item = 0; item < 1000; ++item) log.add(item, segfault(0));
  BOOST_TEST(log.entries().size() == DeathLog::kMost);
}

BOOST_AUTO_TEST_SUITE_END()
