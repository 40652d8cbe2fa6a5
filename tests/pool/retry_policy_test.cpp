// SPDX-License-Identifier: Apache-2.0
#include "pool/retry_policy.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(retry_policy)

using dp::pool::Ending;
using dp::pool::FaultCount;
using dp::pool::FruitlessRestarts;
using dp::pool::kExternalPerFault;
using dp::pool::kMostFaults;
using dp::pool::kSignalsFor;
using std::chrono::milliseconds;

namespace {

const FruitlessRestarts::Time kBegin;

}  // namespace

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
  for (int i = 0; i < 5; ++i) restarts.add(Ending::own, kBegin);
  BOOST_TEST(!restarts.more_than(5, kBegin));
  restarts.add(Ending::own, kBegin);
  BOOST_TEST(restarts.more_than(5, kBegin));
  restarts.reset();
  BOOST_TEST(!restarts.more_than(0, kBegin));
}

BOOST_AUTO_TEST_CASE(signals_count_only_once_they_have_come_for_some_time) {
  for (const auto ending : {Ending::signal, Ending::external}) {
    FruitlessRestarts restarts;
    for (int i = 0; i < 1000; ++i) restarts.add(ending, kBegin + milliseconds(i));
    BOOST_TEST(!restarts.more_than(5, kBegin + kSignalsFor - milliseconds(1)));
    BOOST_TEST(restarts.more_than(5, kBegin + kSignalsFor));
    restarts.reset();
    restarts.add(ending, kBegin + kSignalsFor);
    BOOST_TEST(!restarts.more_than(0, kBegin + kSignalsFor));
  }
}

BOOST_AUTO_TEST_CASE(twenty_external_deaths_weigh_as_much_as_one_restart) {
  FruitlessRestarts restarts;
  restarts.add(Ending::own, kBegin);
  for (unsigned i = 0; i < kExternalPerFault; ++i) restarts.add(Ending::external, kBegin);
  BOOST_TEST(!restarts.more_than(2, kBegin + kSignalsFor));
  restarts.add(Ending::external, kBegin);
  BOOST_TEST(restarts.more_than(2, kBegin + kSignalsFor));
}

BOOST_AUTO_TEST_CASE(crashes_weigh_as_much_as_other_restarts) {
  FruitlessRestarts restarts;
  for (int i = 0; i < 2; ++i) restarts.add(Ending::signal, kBegin);
  BOOST_TEST(!restarts.more_than(2, kBegin + kSignalsFor));
  restarts.add(Ending::own, kBegin);
  BOOST_TEST(restarts.more_than(2, kBegin + kSignalsFor));
}

BOOST_AUTO_TEST_CASE(the_wait_before_a_start_doubles_up_to_a_second) {
  FruitlessRestarts restarts;
  BOOST_TEST((restarts.backoff() == milliseconds(0)));
  restarts.add(Ending::own, kBegin);
  BOOST_TEST((restarts.backoff() == milliseconds(0)));
  for (const int wait : {10, 20, 40, 80, 160, 320, 640, 1000, 1000}) {
    restarts.add(Ending::own, kBegin);
    BOOST_TEST((restarts.backoff() == milliseconds(wait)));
  }
  for (int i = 0; i < 100; ++i) restarts.add(Ending::own, kBegin);
  BOOST_TEST((restarts.backoff() == milliseconds(1000)));
}

BOOST_AUTO_TEST_CASE(the_wait_after_signals_stays_short) {
  FruitlessRestarts restarts;
  restarts.add(Ending::signal, kBegin);
  BOOST_TEST((restarts.backoff() == milliseconds(0)));
  for (int i = 0; i < 100; ++i) restarts.add(Ending::signal, kBegin);
  BOOST_TEST((restarts.backoff() == milliseconds(10)));
}

BOOST_AUTO_TEST_SUITE_END()
