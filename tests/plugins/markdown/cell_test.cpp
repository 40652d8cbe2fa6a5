// SPDX-License-Identifier: Apache-2.0
#include "markdown/cell.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(markdown_cell)

namespace {

using Cell = std::pair<std::string, std::size_t>;  ///< what is appended, and its width

Cell cell(std::string_view text) {
  std::string out;
  const auto width = dp::markdown::append_cell(out, text);
  return {out, width};
}

}  // namespace

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
  BOOST_TEST(cell("$5 for $x$, x^2^").first == "\\$5 for \\$x\\$, x\\^2\\^");
  BOOST_TEST(cell("@joe a@b.c").first == "\\@joe a@b.c");
  BOOST_TEST(cell("# - + 1. > = ! ]").first == "# - + 1. > = ! ]");
}

BOOST_AUTO_TEST_CASE(an_ampersand_is_markup_only_of_an_entity) {
  BOOST_TEST(cell("a & b &c;d").first == "a & b \\&c;d");
  BOOST_TEST(cell("&#38; &; &a b;").first == "\\&#38; &; &a b;");
}

BOOST_AUTO_TEST_CASE(an_address_is_a_link_unless_its_backslashes_would_be_shown) {
  BOOST_TEST(cell("http://x.org/a_b?c=1&d=2").first == "http://x.org/a_b?c=1&d=2");
  BOOST_TEST(cell("http://x.org/_a_ www.x.org/~b").first ==
             "http\\://x.org/\\_a\\_ www\\.x.org/\\~b");
  BOOST_TEST(cell("www.x.org *").first == "www.x.org \\*");
}

BOOST_AUTO_TEST_CASE(a_heading_keeps_the_number_signs_at_its_end) {
  const auto heading = [](std::string_view text) {
    std::string out;
    dp::markdown::append_heading(out, text);
    return out;
  };
  BOOST_TEST(heading("C #") == "C \\#");
  BOOST_TEST(heading("a ##") == "a #\\#");
  BOOST_TEST(heading("*#a") == "\\*#a");
}

BOOST_AUTO_TEST_CASE(what_a_terminal_would_obey_is_escaped_as_in_tables) {
  BOOST_TEST((cell("a\tb") == Cell{"a\\tb", 4}));
  BOOST_TEST((cell("\x1b[2J") == Cell{"\\x1b\\[2J", 8}));
  BOOST_TEST((cell("\xff") == Cell{"\\xff", 4}));
}

BOOST_AUTO_TEST_SUITE_END()
