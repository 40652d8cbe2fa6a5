// SPDX-License-Identifier: Apache-2.0
#include "protocol/line_requests.hpp"

#include "round_trip.hpp"

BOOST_AUTO_TEST_SUITE(line_requests)

using namespace dp::protocol;

BOOST_AUTO_TEST_CASE(offsets_and_lines_come_back_as_they_went) {
  CountLinesRequest request;
  request.item.name = "a.csv";
  request.offsets = {0, 7, ~std::uint64_t{0}};
  BOOST_TEST(dp::test::sent(request).offsets == request.offsets,
             boost::test_tools::per_element());
  const std::vector<std::uint64_t> lines = {1, 2};
  BOOST_TEST(dp::test::replied<CountLinesRequest>(lines) == lines,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
