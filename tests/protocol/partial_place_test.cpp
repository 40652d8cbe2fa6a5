// SPDX-License-Identifier: Apache-2.0
#include "protocol/partial_place.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(partial_place)

BOOST_AUTO_TEST_CASE(a_partition_lies_after_those_before_it) {
  dp::protocol::PartialPlace place;
  place.range = {2, 100, 10};
  place.sizes[1] = 4;
  place.sizes[5] = 6;
  BOOST_TEST(place.valid());
  BOOST_TEST(place.partition(5).store == 2u);
  BOOST_TEST(place.partition(5).offset == 104u);
  BOOST_TEST(place.partition(5).size == 6u);
  BOOST_TEST(place.partition(0).size == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
