// SPDX-License-Identifier: Apache-2.0
#include "protocol/column_set.hpp"

#include <boost/test/unit_test.hpp>

#include "round_trip.hpp"

BOOST_AUTO_TEST_SUITE(column_set)

using dp::protocol::ColumnSet;

namespace {

ColumnSet set_of(std::initializer_list<std::size_t> places) {
  ColumnSet set;
  for (const auto place : places) set.add(place);
  return set;
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_has_what_was_added) {
  const auto set = set_of({0, 63, 64, 200});
  for (const std::size_t place : {0u, 63u, 64u, 200u}) BOOST_TEST(set.has(place));
  for (const std::size_t place : {1u, 65u, 199u, 201u, 9999u}) BOOST_TEST(!set.has(place));
}

BOOST_AUTO_TEST_CASE(sets_are_joined_in_any_order) {
  auto forth = set_of({1});
  forth |= set_of({100, 2});
  auto back = set_of({100, 2});
  back |= set_of({1});
  BOOST_TEST((forth == back));
  BOOST_TEST((forth == set_of({1, 2, 100})));
}

BOOST_AUTO_TEST_CASE(a_set_travels) {
  const auto back = dp::decode_all<ColumnSet>(dp::test::bytes_of(set_of({3, 70})), "set");
  BOOST_REQUIRE(back);
  BOOST_TEST((*back == set_of({3, 70})));
}

BOOST_AUTO_TEST_SUITE_END()
