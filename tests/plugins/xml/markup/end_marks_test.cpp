// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/end_marks.hpp"

#include <boost/test/unit_test.hpp>
#include <random>
#include <string>

BOOST_AUTO_TEST_SUITE(xml_markup_end_marks)

namespace {
namespace xml = dp::xml;

std::ptrdiff_t after(xml::EndMarks& marks, const std::string& text, std::size_t at,
                     std::string_view mark, std::size_t end) {
  const auto* found = marks.after(text.data() + at, text.data() + end, mark);
  return found == nullptr ? -1 : found - text.data();
}
}  // namespace

BOOST_AUTO_TEST_CASE(the_first_mark_is_found) {
  xml::EndMarks marks;
  const std::string text = "a --> b ]]> ?> -->";
  BOOST_TEST(after(marks, text, 0, "-->", text.size()) == 5);
  BOOST_TEST(after(marks, text, 5, "-->", text.size()) == 18);
  BOOST_TEST(after(marks, text, 0, "]]>", text.size()) == 11);
  BOOST_TEST(after(marks, text, 0, "?>", text.size()) == 14);
  BOOST_TEST(after(marks, text, 12, "]]>", text.size()) == -1);
  BOOST_TEST(after(marks, text, text.size(), "]]>", text.size()) == -1);
}

BOOST_AUTO_TEST_CASE(what_is_remembered_is_what_a_search_finds) {
  std::mt19937 random(5);
  std::string text;
  while (text.size() < 300) text += "-->]?ab"[random() % 7];
  xml::EndMarks marks;
  for (int i = 0; i < 20'000; ++i) {
    const std::string_view mark =
        std::initializer_list<std::string_view>{"-->", "--", "]]>", "?>"}.begin()[random() % 4];
    const auto at = random() % text.size();
    const auto end = at + random() % (text.size() - at + 1);
    const auto found = text.substr(0, end).find(mark, at);
    const auto expected =
        found == std::string::npos ? -1 : static_cast<std::ptrdiff_t>(found + mark.size());
    BOOST_REQUIRE(after(marks, text, at, mark, end) == expected);
  }
}

BOOST_AUTO_TEST_CASE(another_text_at_the_same_place_is_searched_anew) {
  xml::EndMarks marks;
  std::string text = "aaaa-->";
  BOOST_TEST(after(marks, text, 0, "-->", 7) == 7);
  text.replace(0, 7, "-->aaaa");
  marks.forget();
  BOOST_TEST(after(marks, text, 0, "-->", 7) == 3);
}

BOOST_AUTO_TEST_SUITE_END()
