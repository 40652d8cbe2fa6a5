// SPDX-License-Identifier: Apache-2.0
#include "markdown/cell.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>

namespace {

using Cell = std::pair<std::string, std::size_t>;  ///< what is appended, and its width

Cell cell(std::string_view text) {
  std::string out;
  const auto width = dp::markdown::append_cell(out, text);
  return {out, width};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(markdown_cell)

BOOST_AUTO_TEST_CASE(plain_text_stays_as_it_is) {
  BOOST_TEST((cell("") == Cell{"", 0}));
  BOOST_TEST((cell("/a/b.html?x=1#top") == Cell{"/a/b.html?x=1#top", 17}));
  BOOST_TEST((cell("東京") == Cell{"東京", 4}));
  BOOST_TEST((cell("a_long_name") == Cell{"a_long_name", 11}));
  BOOST_TEST((cell("né_à") == Cell{"né_à", 4}));
}

BOOST_AUTO_TEST_CASE(a_cell_ends_neither_at_a_bar_nor_at_a_line_end) {
  BOOST_TEST((cell("a|b") == Cell{"a\\|b", 4}));
  BOOST_TEST((cell("a\\|b") == Cell{"a\\\\\\|b", 6}));
  BOOST_TEST((cell("one\ntwo\r\nthree\rfour") == Cell{"one<br>two<br>three<br>four", 27}));
  BOOST_TEST((cell("\n") == Cell{"<br>", 4}));
  BOOST_TEST((cell("\n\r") == Cell{"<br><br>", 8}));
}

BOOST_AUTO_TEST_CASE(what_markdown_would_take_for_markup_gets_a_backslash) {
  BOOST_TEST(cell("*x* `y` <b> [z] ~w~ &amp;").first ==
             "\\*x\\* \\`y\\` \\<b> \\[z] \\~w\\~ \\&amp;");
  BOOST_TEST(cell("_x_ a_ _").first == "\\_x\\_ a\\_ \\_");
}

BOOST_AUTO_TEST_CASE(what_a_terminal_would_obey_is_escaped_as_in_tables) {
  BOOST_TEST((cell("a\tb") == Cell{"a\\tb", 4}));
  BOOST_TEST((cell("\x1b[2J") == Cell{"\\x1b\\[2J", 8}));
  BOOST_TEST((cell("\xff") == Cell{"\\xff", 4}));
}

BOOST_AUTO_TEST_SUITE_END()
