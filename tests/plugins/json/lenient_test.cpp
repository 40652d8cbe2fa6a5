// SPDX-License-Identifier: Apache-2.0
#include "json/lenient.hpp"

#include <dp/abi.h>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(json_lenient)

namespace {

std::string cleaned(const std::string& text, dp::json::Lenience lenience = {true, true},
                    bool cut = false) {
  const auto made = dp::json::without_extras(text, lenience, cut);
  BOOST_TEST(made.size() == text.size() + DP_PADDING);
  return made.substr(0, text.size());
}

}  // namespace

BOOST_AUTO_TEST_CASE(comments_become_blanks_and_line_ends_stay) {
  BOOST_TEST(cleaned("[1, // x\n2]") == "[1,     \n2]");
  BOOST_TEST(cleaned("[1/* a\r\n\"*/,2]") == "[1    \r\n   ,2]");
  BOOST_TEST(cleaned("[1]//") == "[1]  ");
  BOOST_TEST(cleaned("/**/1") == "    1");
}

BOOST_AUTO_TEST_CASE(a_comment_that_does_not_end_hides_nothing) {
  BOOST_TEST(cleaned("[1] /* [2]") == "[1] /* [2]");
  BOOST_TEST(cleaned("1 /* x\n2 /* y\n3 // z") == "1 /* x\n2 /* y\n3     ");
  BOOST_TEST(cleaned("[1] /* [2]", {true, true}, true) == "[1]       ");
}

BOOST_AUTO_TEST_CASE(a_comma_after_the_last_element_becomes_a_blank) {
  BOOST_TEST(cleaned("[1,2,]") == "[1,2 ]");
  BOOST_TEST(cleaned("{\"a\":[1, ],/* , */ }") == "{\"a\":[1  ]         }");
  BOOST_TEST(cleaned("[\"x\",\n]") == "[\"x\" \n]");
}

BOOST_AUTO_TEST_CASE(other_commas_stay) {
  for (const char* text : {"[,]", "[1,,]", "{,}", ",]", "[1,2]"})
    BOOST_TEST(cleaned(text) == text);
}

BOOST_AUTO_TEST_CASE(strings_stay) {
  for (const char* text :
       {R"(["//", "/* */", ",]"])", R"(["\"// ,]"])", "[\"// broken\n]", "1/2"})
    BOOST_TEST(cleaned(text) == text);
}

BOOST_AUTO_TEST_CASE(only_what_is_asked_for_is_done) {
  BOOST_TEST(cleaned("[1,] // x", {true, false}) == "[1,]     ");
  BOOST_TEST(cleaned("[1,] // x", {false, true}) == "[1 ] // x");
}

BOOST_AUTO_TEST_CASE(what_would_pass_over_a_comment_is_told) {
  const auto advice = [](const std::string& text, std::size_t at, bool on = false) {
    return dp::json::advice_on(text, at, {on, on});
  };
  const std::string comments = " (comments: true passes over comments)";
  BOOST_TEST(advice("[1, // x\n2]", 4) == comments);
  BOOST_TEST(advice("/* x */ 1", 0) == comments);
  BOOST_TEST(advice("[1/* x */]", 1) == comments);
  BOOST_TEST(advice("[1, // don't \"quote\n2]", 19) == comments);
  BOOST_TEST(advice("[1, 2 3 // x\n]", 6) == "");
  BOOST_TEST(advice(R"(["//", x])", 7) == "");
  BOOST_TEST(advice(R"({"a: "http://x"})", 6) == "");
  BOOST_TEST(advice("[1 /x]", 3) == "");
  BOOST_TEST(advice("", 0) == "");
  BOOST_TEST(advice("[1, /* 2]", 4, true) == " (this comment does not end: '*/' is missing)");
}

BOOST_AUTO_TEST_CASE(what_would_pass_over_a_comma_is_told) {
  const auto advice = [](const std::string& text, bool on = false) {
    return dp::json::advice_on(text, text.size() - 1, {on, on});
  };
  const std::string commas = " (trailing_commas: true passes over the comma before it)";
  BOOST_TEST(advice("[1,]") == commas);
  BOOST_TEST(advice("{\"a\":[1] , \n}") == commas);
  BOOST_TEST(advice("[,]") == "");
  BOOST_TEST(advice("[1,,]") == "");
  BOOST_TEST(advice(",]") == "");
  BOOST_TEST(advice("{\"a\":}") == "");
  BOOST_TEST(advice("[1,]", true) == "");
}

BOOST_AUTO_TEST_SUITE_END()
