// SPDX-License-Identifier: Apache-2.0
#include "worker/record_bytes.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(record_bytes)

using dp::worker::line_in;
using dp::worker::record_in;

BOOST_AUTO_TEST_CASE(what_is_consumed_is_told_from_what_is_the_records) {
  const auto record = record_in("[\n {1},\n {2}]", {8, 3, 6});
  BOOST_TEST(record.all == "[\n {1},\n");
  BOOST_TEST(record.kept == "{1}");
  BOOST_TEST(record.before() == 3U);
  BOOST_TEST(record.lines() == 2U);
}

BOOST_AUTO_TEST_CASE(line_ends_around_a_record_are_not_kept) {
  const auto record = record_in("\r\n\na\nb\nnext", {7, 0, 7});
  BOOST_TEST(record.kept == "a\nb");
  BOOST_TEST(record.before() == 3U);
  BOOST_TEST(record.all.size() == 7U);
  BOOST_TEST(record_in("\n\n", {2, 0, 2}).kept == "");
  BOOST_TEST(record_in("\n\n", {2, 0, 2}).before() == 1U);
}

BOOST_AUTO_TEST_CASE(the_rest_of_an_item_is_as_far_as_its_data_goes) {
  const auto record = record_in("abc", {DP_REST, 0, 3});
  BOOST_TEST(record.all == "abc");
  BOOST_TEST(record.kept == "abc");
}

BOOST_AUTO_TEST_CASE(a_line_ends_after_its_newline_or_with_the_data) {
  BOOST_TEST(line_in("a\nb\n").consumed == 2U);
  BOOST_TEST(line_in("a\nb\n").end == 2U);
  BOOST_TEST(line_in("ab").consumed == 2U);
  BOOST_TEST(line_in("").consumed == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
