// SPDX-License-Identifier: Apache-2.0
#include "protocol/task_requests.hpp"

#include "round_trip.hpp"

BOOST_AUTO_TEST_SUITE(task_requests)

using namespace dp::protocol;

BOOST_AUTO_TEST_CASE(an_open_request_comes_back_as_it_went) {
  OpenRequest request;
  request.role = DP_WRITER;
  request.use = {"lib.so", "csv", dp::data::Value::map().add("n", dp::data::Value::of(2.5))};
  request.has_input = true;
  request.input = {{"a", dp::Type::date, true}};
  request.reader.sample = std::string("\0x", 2);
  request.sections = {{"hits", {{"n", dp::Type::int64, false}}}, {"", {}}};
  const auto back = dp::test::sent(request);
  BOOST_TEST(back.role == DP_WRITER);
  BOOST_TEST((back.use.options == request.use.options));
  BOOST_TEST((back.input == request.input));
  BOOST_TEST((back.sections == request.sections));
}

BOOST_AUTO_TEST_CASE(a_role_that_does_not_exist_is_refused) {
  OpenRequest request;
  std::string bytes;
  encode_request(bytes, request);
  bytes[1] = 99;
  BOOST_TEST(!decode_request(bytes, request).has_value());
}

BOOST_AUTO_TEST_CASE(an_open_reply_says_which_option_is_to_blame) {
  OpenReply reply;
  reply.error = {dp::Errc::not_found, "no column 'x'"};
  reply.option = "by[1]";
  reply.cut = DP_CUT_RECORDS;
  const auto back = dp::test::replied<OpenRequest>(reply);
  BOOST_TEST(!back.ok);
  BOOST_TEST((back.error.code == dp::Errc::not_found));
  BOOST_TEST(back.error.message == "no column 'x'");
  BOOST_TEST(back.option == "by[1]");
}

BOOST_AUTO_TEST_CASE(targets_come_back_in_the_order_of_the_items) {
  const auto back = dp::test::sent(TargetsRequest{{"lib.so", "t", {}}, {}, {"a", "b"}});
  BOOST_TEST(back.items == std::vector<std::string>({"a", "b"}),
             boost::test_tools::per_element());
  const auto replies =
      dp::test::replied<TargetsRequest>({{true, "a.jpg"}, {false, "not a picture"}});
  BOOST_REQUIRE(replies.size() == 2u);
  BOOST_TEST(replies[0].text == "a.jpg");
  BOOST_TEST(!replies[1].ok);
}

BOOST_AUTO_TEST_CASE(a_description_comes_back_as_it_went) {
  BOOST_TEST(dp::test::sent(DescribeRequest{"/a/lib.so"}).library == "/a/lib.so");
  dp::data::PluginDescription plugin;
  plugin.name = "p";
  plugin.tasks.resize(1);
  plugin.tasks[0].role = DP_REDUCER;
  plugin.tasks[0].options.resize(2);
  plugin.tasks[0].options[1].fallback = "";
  plugin.tasks[0].options[1].allowed = {"a", "b"};
  const auto back = dp::test::replied<DescribeRequest>(plugin);
  BOOST_TEST(!back.tasks.at(0).options.at(0).fallback.has_value());
  BOOST_TEST(back.tasks[0].options[1].fallback.value() == "");
  BOOST_TEST(back.tasks[0].options[1].allowed.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
