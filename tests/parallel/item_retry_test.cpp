// SPDX-License-Identifier: Apache-2.0
#include "parallel/item_retry.hpp"

#include <signal.h>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(item_retry)

using dp::parallel::ItemRetry;
using dp::parallel::Span;
using dp::pool::Death;

namespace {

Death crash(std::uint64_t item) {
  Death death;
  death.signal = SIGSEGV;
  death.item = item;
  return death;
}

Death external(std::uint64_t item) {
  Death death;
  death.signal = SIGKILL;
  death.external = true;
  death.item = item;
  return death;
}

using Spans = std::vector<Span>;

}  // namespace

BOOST_AUTO_TEST_CASE(a_first_crash_parts_the_chunk_around_its_item) {
  ItemRetry retry;
  const auto verdict = retry.died({100, 10}, crash(4));
  BOOST_TEST((verdict.again == Spans{{100, 4}, {104, 1}, {105, 5}}));
  BOOST_TEST(!verdict.lost);
}

BOOST_AUTO_TEST_CASE(at_the_ends_of_a_chunk_there_are_two_parts) {
  ItemRetry retry;
  BOOST_TEST((retry.died({0, 3}, crash(0)).again == Spans{{0, 1}, {1, 2}}));
  BOOST_TEST((retry.died({3, 3}, crash(2)).again == Spans{{3, 2}, {5, 1}}));
  BOOST_TEST((retry.died({9, 3}, crash(77)).again == Spans{{9, 2}, {11, 1}}));
}

BOOST_AUTO_TEST_CASE(a_second_crash_alone_gives_the_item_up) {
  ItemRetry retry;
  (void)retry.died({0, 10}, crash(4));
  const auto verdict = retry.died({4, 1}, crash(0));
  BOOST_TEST(verdict.again.empty());
  BOOST_TEST((verdict.lost == 4U));
  BOOST_TEST(verdict.error.message == "item 4: the worker was killed by signal 11 (SIGSEGV)");
  BOOST_TEST((verdict.error.code == dp::Errc::worker_died));
}

BOOST_AUTO_TEST_CASE(an_item_that_is_a_chunk_by_itself_has_two_chances) {
  ItemRetry retry;
  BOOST_TEST((retry.died({7, 1}, crash(0)).again == Spans{{7, 1}}));
  BOOST_TEST((retry.died({7, 1}, crash(0)).lost == 7U));
}

BOOST_AUTO_TEST_CASE(external_deaths_halve_the_chunk_and_are_no_faults) {
  ItemRetry retry;
  BOOST_TEST((retry.died({0, 8}, external(0)).again == Spans{{0, 4}, {4, 4}}));
  BOOST_TEST((retry.died({0, 8}, external(6)).again == Spans{{0, 6}, {6, 2}}));
  for (unsigned i = 1; i < dp::pool::kExternalPerFault; ++i)
    BOOST_TEST((retry.died({3, 1}, external(0)).again == Spans{{3, 1}}));
  BOOST_TEST((retry.died({3, 1}, external(0)).again == Spans{{3, 1}}));
  for (unsigned i = 1; i < dp::pool::kExternalPerFault; ++i)
    BOOST_TEST(!retry.died({3, 1}, external(0)).lost);
  BOOST_TEST((retry.died({3, 1}, external(0)).lost == 3U));
}

BOOST_AUTO_TEST_SUITE_END()
