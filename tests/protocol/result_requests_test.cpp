// SPDX-License-Identifier: Apache-2.0
#include "protocol/result_requests.hpp"

#include "round_trip.hpp"

BOOST_AUTO_TEST_SUITE(result_requests)

using namespace dp::protocol;

BOOST_AUTO_TEST_CASE(a_combine_request_and_its_reply_come_back_as_they_went) {
  const auto request =
      dp::test::sent(CombineRequest{{1, 2, 3}, 4, 5, 6, "bounds", {{7, 8, 9}, {10, 11, 12}}});
  BOOST_TEST(request.ranges == 6u);
  BOOST_TEST(request.bounds == "bounds");
  BOOST_TEST(request.partials.at(1).offset == 11u);
  CombineReply reply;
  reply.place.range = {1, 0, 4};
  reply.place.sizes[63] = 4;
  reply.bounds = "b";
  const auto back = dp::test::replied<CombineRequest>(reply);
  BOOST_TEST(back.place.sizes[63] == 4u);
  BOOST_TEST(back.bounds == "b");
}

BOOST_AUTO_TEST_CASE(a_finish_request_comes_back_as_it_went) {
  const auto back =
      dp::test::sent(FinishRequest{{1, 2, 3}, 4, false, true, {{{{5, {6, 7, 8}}}, {}}, {}}});
  BOOST_TEST(!back.head);
  BOOST_TEST(back.tail);
  BOOST_REQUIRE(back.partials.size() == 2u);
  BOOST_TEST(back.partials[0].size() == 2u);
  BOOST_TEST(back.partials[0][0][0].partition == 5u);
}

BOOST_AUTO_TEST_SUITE_END()
