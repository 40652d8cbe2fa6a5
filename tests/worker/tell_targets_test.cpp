// SPDX-License-Identifier: Apache-2.0
#include "worker/tell_targets.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(tell_targets)

using namespace dp;
using namespace dp::test;

namespace {

protocol::TargetsRequest request_of(const std::vector<std::string>& items) {
  return {kit("kit.copy", data::Value::map().add("to", data::Value::of("out/*.copy"))),
          protocol::item_schema(protocol::Intake::files), items};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_step_tells_the_file_of_each_item_in_their_order) {
  worker::Libraries libraries;
  const auto replies = worker::tell_targets(request_of({"b", "a", "none"}), libraries);
  BOOST_REQUIRE(replies);
  BOOST_REQUIRE(replies->size() == 3U);
  BOOST_TEST((*replies)[0].text == "out/b.copy");
  BOOST_TEST((*replies)[1].text == "out/a.copy");
  BOOST_TEST((*replies)[2].text == "");
  for (const auto& reply : *replies) BOOST_TEST(reply.ok);
}

BOOST_AUTO_TEST_CASE(an_item_that_the_step_refuses_is_told_with_the_reason) {
  worker::Libraries libraries;
  const auto replies = worker::tell_targets(request_of({"a", "refused", "b"}), libraries);
  BOOST_REQUIRE(replies);
  BOOST_REQUIRE(replies->size() == 3U);
  BOOST_TEST(!(*replies)[1].ok);
  BOOST_TEST((*replies)[1].text == "told to refuse");
  BOOST_TEST((*replies)[2].ok);
  BOOST_TEST((*replies)[2].text == "out/b.copy");
}

BOOST_AUTO_TEST_CASE(no_items_have_no_files) {
  worker::Libraries libraries;
  const auto replies = worker::tell_targets(request_of({}), libraries);
  BOOST_REQUIRE(replies);
  BOOST_TEST(replies->empty());
}

BOOST_AUTO_TEST_CASE(a_step_that_writes_no_files_is_not_to_be_asked) {
  worker::Libraries libraries;
  auto request = request_of({"a"});
  request.use = tag("!");
  request.input = kTexts;
  const auto replies = worker::tell_targets(request, libraries);
  BOOST_REQUIRE(!replies);
  BOOST_TEST((replies.error().code == Errc::bug));
  BOOST_TEST(replies.error().message == "a step that has no targets was asked for them");
}

BOOST_AUTO_TEST_CASE(a_step_that_does_not_open_is_an_error) {
  worker::Libraries libraries;
  auto request = request_of({"a"});
  request.input = {};
  const auto replies = worker::tell_targets(request, libraries);
  BOOST_REQUIRE(!replies);
  BOOST_TEST(replies.error().message ==
             "kit.copy: expects a column 'path' of type string (got no columns)");
}

BOOST_AUTO_TEST_SUITE_END()
