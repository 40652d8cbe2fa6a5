// SPDX-License-Identifier: Apache-2.0
#include "protocol/plan_requests.hpp"

#include "round_trip.hpp"
#include "sample_plan.hpp"

BOOST_AUTO_TEST_SUITE(plan_requests)

using namespace dp::protocol;

BOOST_AUTO_TEST_CASE(what_follows_the_first_byte_of_a_keep_plan_request_is_the_plan) {
  std::string bytes;
  encode_request(bytes, KeepPlanRequest{dp::test::sample_plan()});
  BOOST_TEST((bytes.substr(1) == dp::test::bytes_of(dp::test::sample_plan())));
}

BOOST_AUTO_TEST_CASE(a_frame_request_and_its_reply_come_back_as_they_went) {
  BOOST_TEST(dp::test::sent(FrameRequest{{1, 2, 3}, 4, true}).writer == 4u);
  const auto back = dp::test::replied<FrameRequest>({"[", "]"});
  BOOST_TEST(back.head == "[");
  BOOST_TEST(back.tail == "]");
}

BOOST_AUTO_TEST_SUITE_END()
