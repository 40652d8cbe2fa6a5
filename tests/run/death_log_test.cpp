// SPDX-License-Identifier: Apache-2.0
#include "run/death_log.hpp"

#include <signal.h>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(death_log)

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

BOOST_AUTO_TEST_CASE(a_death_is_kept_with_its_place_and_cause) {
  DeathLog log;
  log.add(3, 1, segfault(17));
  BOOST_REQUIRE(log.entries().size() == 1u);
  const auto& entry = log.entries().front();
  BOOST_TEST((entry.item == 3u && entry.place == 17u && entry.precise));
  BOOST_TEST(entry.cause ==
             "the worker was killed by signal 11 (SIGSEGV), last stderr line: last");
}

BOOST_AUTO_TEST_CASE(deaths_that_a_reject_tells_of_are_forgotten) {
  DeathLog log;
  log.add(3, 1, segfault(17));
  log.add(4, 1, segfault(18));
  log.add(3, 1, segfault(19));
  log.reject(3, 17, {});
  BOOST_REQUIRE(log.entries().size() == 1u);
  BOOST_TEST(log.entries().front().item == 4u);
}

BOOST_AUTO_TEST_CASE(
    a_death_that_may_be_of_any_of_several_items_is_told_of_by_a_reject_of_one) {
  for (const std::uint64_t rejected : {9u, 10u, 14u, 15u}) {
    DeathLog log;
    log.add(10, 5, segfault(0));
    log.reject(rejected, 0, {});
    BOOST_TEST(log.entries().empty() == (rejected >= 10 && rejected < 15));
  }
}

BOOST_AUTO_TEST_CASE(what_is_known_of_a_rejects_death_is_found_by_its_place) {
  DeathLog log;
  log.reject(3, 17, "peak memory 5.0 MB");
  log.reject(3, 40, {});
  BOOST_TEST(log.detail(3, 17) == "peak memory 5.0 MB");
  BOOST_TEST(log.detail(3, 40) == "");
  BOOST_TEST(log.detail(4, 17) == "");
}

BOOST_AUTO_TEST_CASE(
    of_many_rejects_the_first_of_the_input_are_known_in_whatever_order_they_came) {
  DeathLog log;
  for (std::uint64_t item = 1000; item-- > 0;) log.reject(item, 0, std::to_string(item));
  BOOST_TEST(log.detail(0, 0) == "0");
  BOOST_TEST(log.detail(DeathLog::kMost - 1, 0) == std::to_string(DeathLog::kMost - 1));
  BOOST_TEST(log.detail(DeathLog::kMost, 0) == "");
}

BOOST_AUTO_TEST_CASE(a_storm_of_deaths_does_not_fill_memory) {
  DeathLog log;
  for (std::uint64_t item = 0; item < 1000; ++item) log.add(item, 1, segfault(0));
  BOOST_TEST(log.entries().size() == DeathLog::kMost);
}

BOOST_AUTO_TEST_SUITE_END()
