// SPDX-License-Identifier: Apache-2.0
#include "worker/whole_item.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstring>

BOOST_AUTO_TEST_SUITE(whole_item)

using dp::worker::WholeItem;

BOOST_AUTO_TEST_CASE(what_was_there_stays_when_it_grows_and_padding_stands_after_it) {
  WholeItem item;
  BOOST_REQUIRE(item.reserve(3));
  std::memcpy(item.data(), "abc", 3);
  BOOST_REQUIRE(item.reserve(1 << 20));
  BOOST_TEST(item.room() == 1U << 20);
  std::memcpy(item.data() + 3, "def", 3);
  item.end(6);
  BOOST_TEST(item.text() == "abcdef");
  const char* after = item.data() + 6;
  BOOST_TEST(std::count(after, after + DP_PADDING, 0) == DP_PADDING);
}

BOOST_AUTO_TEST_CASE(a_shorter_item_takes_the_room_of_the_one_before) {
  WholeItem item;
  BOOST_REQUIRE(item.reserve(100));
  BOOST_REQUIRE(item.reserve(10));
  BOOST_TEST(item.room() == 100U);
  item.end(0);
  BOOST_TEST(item.text().empty());
}

BOOST_AUTO_TEST_SUITE_END()
