// SPDX-License-Identifier: Apache-2.0
#include "run/line_numbers.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(line_numbers)

BOOST_AUTO_TEST_CASE(lines_are_asked_of_the_file_that_was_planned_from_a_place_on) {
  dp::input::Item item;
  item.name = "a.csv.gz";
  item.path = "/data/a.csv.gz";
  item.stamp.size = 99;
  item.compression = dp::protocol::Compression::gzip;
  const auto request = dp::run::lines_of(item, 7);
  BOOST_TEST(request.item.name == "a.csv.gz");
  BOOST_TEST(request.item.path == "/data/a.csv.gz");
  BOOST_TEST((request.item.stamp == item.stamp));
  BOOST_TEST((request.item.compression == item.compression));
  BOOST_TEST(request.item.begin == 7U);
  BOOST_TEST(request.offsets.empty());
}

BOOST_AUTO_TEST_SUITE_END()
