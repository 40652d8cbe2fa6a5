// SPDX-License-Identifier: Apache-2.0
#include "pool/retry_policy.hpp"

#include <boost/test/unit_test.hpp>

using dp::pool::FaultCount;
using dp::pool::FruitlessRestarts;
using dp::pool::kExternalPerFault;
using dp::pool::kMostFaults;
using std::chrono::milliseconds;

BOOST_AUTO_TEST_SUITE(retry_policy)

BOOST_AUTO_TEST_CASE(deaths_of_its_own_doing_are_faults) {
  FaultCount count;
  BOOST_TEST(count.add(false));
  BOOST_TEST(count.faults() == 1U);
  BOOST_TEST(count.add(false));
  BOOST_TEST(count.faults() == kMostFaults);
}

BOOST_AUTO_TEST_CASE(every_twentieth_external_death_is_a_fault) {
  FaultCount count;
  for (unsigned death = 1; death <= 2 * kExternalPerFault; ++death)
    BOOST_TEST(count.add(true) == (death % kExternalPerFault == 0));
  BOOST_TEST(count.faults() == 2U);
}

BOOST_AUTO_TEST_CASE(faults_and_external_deaths_are_counted_apart) {
  FaultCount count;
  for (unsigned death = 1; death < kExternalPerFault; ++death) BOOST_TEST(!count.add(true));
  BOOST_TEST(count.add(false));
  BOOST_TEST(count.faults() == 1U);
  BOOST_TEST(count.add(true));
  BOOST_TEST(count.faults() == 2U);
}

BOOST_AUTO_TEST_CASE(a_limit_of_restarts_is_passed_by_one_more) {
  FruitlessRestarts restarts;
  for (int i = 0; i < 5; ++i) restarts.add(false);
  BOOST_TEST(!restarts.more_than(5));
  restarts.add(true);
  BOOST_TEST(restarts.more_than(5));
  restarts.reset();
  BOOST_TEST(!restarts.more_than(0));
}

BOOST_AUTO_TEST_CASE(twenty_external_deaths_weigh_as_much_as_one_restart) {
  FruitlessRestarts restarts;
  for (unsigned i = 0; i < kExternalPerFault; ++i) restarts.add(true);
  BOOST_TEST(!restarts.more_than(1));
  restarts.add(true);
  BOOST_TEST(restarts.more_than(1));
}

BOOST_AUTO_TEST_CASE(the_wait_before_a_start_doubles_up_to_a_second) {
  FruitlessRestarts restarts;
  BOOST_TEST((restarts.backoff() == milliseconds(0)));
  restarts.add(false);
  BOOST_TEST((restarts.backoff() == milliseconds(0)));
  for (const int wait : {10, 20, 40, 80, 160, 320, 640, 1000, 1000}) {
    restarts.add(false);
    BOOST_TEST((restarts.backoff() == milliseconds(wait)));
  }
  for (int i = 0; i < 100; ++i) restarts.add(false);
  BOOST_TEST((restarts.backoff() == milliseconds(1000)));
}

BOOST_AUTO_TEST_SUITE_END()
