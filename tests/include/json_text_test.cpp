// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/json_text.hpp>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(json_text)

namespace {

std::string text_of(std::string_view json) {
  std::string room;
  return std::string(dp::format::text_of_json(json, room));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_string_is_what_it_means) {
  BOOST_TEST(text_of(R"("a b")") == "a b");
  BOOST_TEST(text_of(R"("")") == "");
  BOOST_TEST(text_of(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
  BOOST_TEST(text_of(R"("x\u00e9\u20AC\ud83d\ude00y")") == "x\u00e9\u20ac\U0001f600y");
}

BOOST_AUTO_TEST_CASE(any_other_value_is_its_json_as_it_stands) {
  for (const char* json : {"1E5", "100000000000000000000", "true", "[1, \"a\"]", "{\"a\": {}}"})
    BOOST_TEST(text_of(json) == json);
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_text_all_the_same) {
  BOOST_TEST(text_of("\"") == "\"");
  BOOST_TEST(text_of("") == "");
  BOOST_TEST(text_of(R"("\u12")") == "\uFFFD12");
  BOOST_TEST(text_of(R"("\ud83d")") == "\uFFFD");
  BOOST_TEST(text_of(R"("\ude00\ud83d\ude00")") == "\uFFFD\U0001f600");
  BOOST_TEST(text_of(R"("\x")") == "x");
  BOOST_TEST(text_of("\"a\\\"") == "a");
}

BOOST_AUTO_TEST_SUITE_END()
