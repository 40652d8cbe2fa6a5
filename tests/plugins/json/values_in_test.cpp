// SPDX-License-Identifier: Apache-2.0
#include "json/values_in.hpp"

#include <dp/abi.h>

#include <boost/test/unit_test.hpp>
#include <vector>

BOOST_AUTO_TEST_SUITE(json_values_in)

namespace json = dp::json;

namespace {

using Ends = std::vector<std::size_t>;

/// Where the values of a text end.
Ends ends_of(std::string text, bool last = true) {
  const auto size = text.size();
  const bool sequence = json::is_sequence(text);
  text.append(DP_PADDING, '"');
  const std::string_view all(text.data(), size);
  json::Marks marks;
  json::ValueEnds ends(marks, all, sequence, last);
  Ends found;
  for (auto at = json::after_separators(all, 0); at < size;) {
    found.push_back(ends.of(at));
    if (found.back() == json::ValueEnds::kNone) break;
    at = json::after_separators(all, found.back());
  }
  return found;
}

}  // namespace

BOOST_AUTO_TEST_CASE(values_end_with_their_brackets_quotes_or_separators) {
  BOOST_TEST((ends_of("{}[]") == Ends{2, 4}));
  BOOST_TEST((ends_of("{\"}\":[{}]} \"a\\\"b\" 12 true") == Ends{10, 17, 20, 25}));
  BOOST_TEST((ends_of("12", false) == Ends{json::ValueEnds::kNone}));
  BOOST_TEST((ends_of("{}[1", false) == Ends{2, json::ValueEnds::kNone}));
}

BOOST_AUTO_TEST_CASE(in_a_sequence_they_end_at_the_next_mark) {
  BOOST_TEST((ends_of("\x1e{\"\n\x1e{}\n") == Ends{4, 8}));
}

BOOST_AUTO_TEST_CASE(a_broken_string_ends_with_its_line) {
  BOOST_TEST((ends_of("{\"a\n{}{\"b\":\"\t\"}{}") == Ends{3, 6, 15, 17}));
}

BOOST_AUTO_TEST_CASE(a_text_without_marks_shows_where_a_value_ends) {
  BOOST_TEST(json::end_of_value("{\"}\":1} ", 0) == 7u);
  BOOST_TEST(json::end_of_value("\"a b\" ", 0) == 5u);
  BOOST_TEST(json::end_of_value("12 ", 0) == 2u);
  BOOST_TEST(json::end_of_value("{\"a", 0) == std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(the_border_is_what_stands_between_the_first_two) {
  BOOST_TEST(json::border_of_values("{\"a\":1}\n{ \"id\":2}") == "}\n{ \"id\"");
  BOOST_TEST(json::border_of_values("[1][2]") == "][");
  BOOST_TEST(json::border_of_values("{\"a\":1}\n") == "");
  BOOST_TEST(json::border_of_values("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
