// SPDX-License-Identifier: Apache-2.0
#include "parallel/chunksize.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(chunksize)

using dp::parallel::Chunksize;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

BOOST_AUTO_TEST_CASE(a_fixed_size_stays_whatever_chunks_cost) {
  Chunksize size(7, 4);
  BOOST_TEST(size.next(std::nullopt) == 7U);
  size.learn(7, nanoseconds(1));
  BOOST_TEST(size.next(1) == 7U);
}

BOOST_AUTO_TEST_CASE(it_begins_with_one_item_and_at_most_doubles) {
  Chunksize size(0, 2);
  for (const std::uint64_t expected : {1U, 2U, 4U, 8U, 16U}) {
    BOOST_TEST(size.next(std::nullopt) == expected);
    size.learn(expected, nanoseconds(expected));
  }
}

BOOST_AUTO_TEST_CASE(it_aims_at_twenty_milliseconds) {
  Chunksize size(0, 2);
  for (int i = 0; i < 20; ++i) {
    const std::uint64_t items = size.next(std::nullopt);
    size.learn(items, milliseconds(2) * items);
  }
  BOOST_TEST(size.next(std::nullopt) == 10U);
}

BOOST_AUTO_TEST_CASE(an_item_that_takes_long_goes_alone) {
  Chunksize size(0, 2);
  size.learn(1, std::chrono::seconds(5));
  BOOST_TEST(size.next(std::nullopt) == 1U);
}

BOOST_AUTO_TEST_CASE(near_the_end_chunks_become_smaller_so_that_all_workers_finish_together) {
  Chunksize size(0, 4);
  for (int i = 0; i < 12; ++i) size.learn(size.next(std::nullopt), nanoseconds(1));
  BOOST_TEST(size.next(1'000'000) == 4096U);
  BOOST_TEST(size.next(80) == 11U);
  BOOST_TEST(size.next(1) == 1U);
}

BOOST_AUTO_TEST_CASE(it_never_passes_its_most) {
  Chunksize size(0, 1);
  for (int i = 0; i < 40; ++i) size.learn(size.next(std::nullopt), nanoseconds(1));
  BOOST_TEST(size.next(std::nullopt) == Chunksize::kMost);
}

BOOST_AUTO_TEST_CASE(an_empty_chunk_teaches_nothing) {
  Chunksize size(0, 1);
  size.learn(0, std::chrono::seconds(1));
  BOOST_TEST(size.next(std::nullopt) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
