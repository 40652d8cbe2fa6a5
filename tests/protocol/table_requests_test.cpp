// SPDX-License-Identifier: Apache-2.0
#include "protocol/table_requests.hpp"

#include "round_trip.hpp"

BOOST_AUTO_TEST_SUITE(table_requests)

using namespace dp::protocol;

BOOST_AUTO_TEST_CASE(a_request_comes_back_as_it_went) {
  TableRequest request;
  request.intake = Intake::lines;
  request.reader = {"lib.so", "csv", dp::data::Value::map()};
  request.knowledge = "csv.columns";
  request.context.sample = "a,b\n";
  request.files.resize(2);
  request.files[1].name = "b.csv";
  request.keys = {"a"};
  request.taken = {"b", "c"};
  request.unique = true;
  const auto back = dp::test::sent(request);
  BOOST_TEST(back.files.at(1).name == "b.csv");
  BOOST_TEST((back.taken == request.taken));
  BOOST_TEST(back.unique);
}

BOOST_AUTO_TEST_CASE(a_reply_says_why_there_is_no_table) {
  TableReply reply;
  reply.columns = {{"a", dp::Type::int64, true}};
  reply.rejected = 3;
  reply.rejected_at = {1, 77};
  reply.reason = "too few fields";
  const auto back = dp::test::replied<TableRequest>(reply);
  BOOST_TEST(back.rejected == 3U);
  BOOST_TEST(back.rejected_at.offset == 77U);
  BOOST_TEST(back.reason == "too few fields");
}

BOOST_AUTO_TEST_SUITE_END()
