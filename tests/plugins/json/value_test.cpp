// SPDX-License-Identifier: Apache-2.0
#include "json/value.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(json_value)

namespace json = dp::json;

namespace {

std::string meaning(std::string_view text) {
  std::string out;
  json::append_unescaped(out, text);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(escapes_mean_what_rfc_8259_says) {
  BOOST_TEST(meaning(R"(\"\\\/\b\f\n\r\t)") == "\"\\/\b\f\n\r\t");
  BOOST_TEST(meaning(R"(a\u0041\u00e9\u20ACz)") == "aA\xc3\xa9\xe2\x82\xacz");
  BOOST_TEST(meaning(R"(\ud83d\ude00)") == "\xf0\x9f\x98\x80");
  BOOST_TEST(meaning(R"(\u0000)") == std::string(1, '\0'));
  BOOST_TEST(meaning("plain") == "plain");
}

BOOST_AUTO_TEST_CASE(the_first_wrong_escape_is_found) {
  for (const auto* good : {"", "abc", R"(\n\u12aF)", R"(\ud83d\ude00x)"})
    BOOST_TEST(json::bad_escape(good) == std::string_view(good).size(), good);
  BOOST_TEST(json::bad_escape(R"(ab\x)") == 2u);
  BOOST_TEST(json::bad_escape(R"(\n\u12g4)") == 2u);
  BOOST_TEST(json::bad_escape(R"(\u12)") == 0u);
  // Halves of surrogate pairs.
  BOOST_TEST(json::bad_escape(R"(\ude00)") == 0u);
  BOOST_TEST(json::bad_escape(R"(a\ud83d)") == 1u);
  BOOST_TEST(json::bad_escape(R"(\ud83d\ud83d)") == 0u);
}

BOOST_AUTO_TEST_CASE(kinds_have_names_for_people) {
  BOOST_TEST(json::name_of(json::Kind::number) == "a number");
  BOOST_TEST(json::name_of(json::Kind::object) == "an object");
  BOOST_TEST(json::name_of(json::Kind::array) == "an array");
}

BOOST_AUTO_TEST_SUITE_END()
