// SPDX-License-Identifier: Apache-2.0
#include "json/between.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(json_between)

using dp::json::between_elements;
using dp::json::between_members;

BOOST_AUTO_TEST_CASE(elements_are_told_by_the_comma_and_the_first_name) {
  const auto between = between_elements(R"([{"id":1}, {"id":2}])", 1);
  BOOST_TEST(between.border == "");
  BOOST_TEST(between.signature == R"(, {"id")");
  BOOST_TEST(between.find(R"(xx, {"id":3}, {"id":4})") == 3U);
  BOOST_TEST(between.find("xx") == 2U);
  BOOST_TEST(between_elements("[[1],[2]]", 1).signature == ",[");
  BOOST_TEST(between_elements("[1, 2]", 1).signature == ", ");
  BOOST_TEST(between_elements("[1]", 1).signature == "");
  BOOST_TEST(between_elements("[1", 1).find("[1") == 2U);
}

BOOST_AUTO_TEST_CASE(members_are_told_by_what_is_around_their_names) {
  const std::string text = R"({"a": {"id":1}, "b": {"id":2}})";
  const auto between = between_members(text, 1);
  BOOST_TEST(between.border == R"(}, ")");
  BOOST_TEST(between.signature == R"(": {"id")");
  BOOST_TEST(between.find(text.substr(3)) == text.find(" \"b\"") - 3);
  // What is within a record is none.
  BOOST_TEST(between.find(R"(3, "c": {"id":4}}, "d": {"id":5}})") == 18U);
  BOOST_TEST(between.find(R"(": {"id":4})") == 11U);
  BOOST_TEST(between.find(R"(, "c": {"id":4})") == 15U);
}

BOOST_AUTO_TEST_CASE(members_that_are_no_objects_are_told_by_the_comma) {
  const auto between = between_members(R"({"a":1,"b":2})", 1);
  BOOST_TEST(between.border == ",\"");
  BOOST_TEST(between.signature == "\":");
  BOOST_TEST(between.find(R"(1,"b":2})") == 2U);
  for (const char* text : {"{", "{}", "{\"a\":1}", "{\"a\":1,", "{\"a\":1,2", "{\"a\":1,\"b\"",
                           "{\"a\":1,\"b\":", "{,\"b", "{,"})
    BOOST_TEST(between_members(text, 1).signature == "", text);
}

BOOST_AUTO_TEST_SUITE_END()
