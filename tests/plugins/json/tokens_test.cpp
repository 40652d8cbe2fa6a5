// SPDX-License-Identifier: Apache-2.0
#include "json/tokens.hpp"

#include <dp/abi.h>

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(json_tokens)

namespace json = dp::json;
using State = json::Tokens::State;

namespace {

State find(json::Tokens& tokens, const std::string& text) {
  const auto padded = text + std::string(DP_PADDING, ' ');
  return tokens.find(std::string_view(padded.data(), text.size()));
}

}  // namespace

BOOST_AUTO_TEST_CASE(tokens_begin_where_values_and_marks_do) {
  json::Tokens tokens;
  BOOST_TEST((find(tokens, R"({"a": [1, "b,]"], "c": null})") == State::found));
  const std::vector<std::uint32_t> places(tokens.begin(), tokens.end());
  BOOST_TEST(
      places == (std::vector<std::uint32_t>{0, 1, 4, 6, 7, 8, 10, 15, 16, 18, 21, 23, 27}),
      boost::test_tools::per_element());
  BOOST_TEST(*tokens.end() == 28u);
}

BOOST_AUTO_TEST_CASE(blank_texts_have_none) {
  json::Tokens tokens;
  BOOST_TEST((find(tokens, "") == State::blank));
  BOOST_TEST((find(tokens, " \t\r\n") == State::blank));
}

BOOST_AUTO_TEST_CASE(texts_that_no_token_explains_are_wrong) {
  json::Tokens tokens;
  BOOST_TEST((find(tokens, "\"a") == State::wrong));
  BOOST_TEST((find(tokens, "\"a\nb\"") == State::wrong));
  BOOST_TEST((find(tokens, "[\"\xe9\"]") == State::wrong));
  // And do no harm to the next.
  BOOST_TEST((find(tokens, "[1]") == State::found));
  BOOST_TEST(tokens.end() - tokens.begin() == 3);
}

BOOST_AUTO_TEST_CASE(room_grows_with_the_text) {
  json::Tokens tokens;
  BOOST_TEST((find(tokens, "[1]") == State::found));
  std::string text = "[0";
  for (int i = 0; i < 50'000; ++i) text += ",1";
  BOOST_TEST((find(tokens, text + "]") == State::found));
  BOOST_TEST(tokens.end() - tokens.begin() == 100'003);
}

BOOST_AUTO_TEST_SUITE_END()
