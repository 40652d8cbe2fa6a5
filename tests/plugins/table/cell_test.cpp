// SPDX-License-Identifier: Apache-2.0
#include "table/cell.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(table_cell)

namespace {

using Cell = std::pair<std::string, std::size_t>;  ///< what is appended, and its width

Cell cell(std::string_view text, std::size_t max_width = 0) {
  std::string out;
  const auto width = dp::table::append_cell(out, text, max_width);
  return {out, width};
}

}  // namespace

BOOST_AUTO_TEST_CASE(text_is_as_wide_as_a_terminal_shows_it) {
  BOOST_TEST((cell("abc") == Cell{"abc", 3}));
  BOOST_TEST((cell("caf\xc3\xa9") == Cell{"caf\xc3\xa9", 4}));
  BOOST_TEST((cell("東京") == Cell{"東京", 4}));
  BOOST_TEST((cell("\xf0\x9f\x98\x80") == Cell{"\xf0\x9f\x98\x80", 2}));
  // A combining accent takes no column of its own.
  BOOST_TEST((cell("e\xcc\x81") == Cell{"e\xcc\x81", 1}));
  BOOST_TEST((cell("") == Cell{"", 0}));
  // Neither do the vowels of Hebrew, a joiner, and a mark of Devanagari.
  for (const char* mark : {"\xd7\x81", "\xe2\x80\x8d", "\xe0\xa5\x8d"})
    BOOST_TEST(cell("x" + std::string(mark)).second == 1u);
  for (const char* wide : {"\xe2\x8f\xb0", "\xe2\x9b\xb5", "\xef\xbc\xa1", "\xed\x95\x9c"})
    BOOST_TEST(cell(wide).second == 2u);
}

BOOST_AUTO_TEST_CASE(what_a_terminal_would_obey_is_escaped) {
  BOOST_TEST((cell("a\tb\n") == Cell{"a\\tb\\n", 6}));
  BOOST_TEST((cell("\x1b[2J") == Cell{"\\x1b[2J", 7}));
  BOOST_TEST((cell("\xff") == Cell{"\\xff", 4}));
  BOOST_TEST((cell("\xe2\x80\xae") == Cell{"\\u{202e}", 8}));
}

BOOST_AUTO_TEST_CASE(wide_text_ends_in_an_ellipsis) {
  BOOST_TEST((cell("abcdef", 4) == Cell{"abc…", 4}));
  BOOST_TEST((cell("abcd", 4) == Cell{"abcd", 4}));
  // No half of a character or of an escape is left.
  BOOST_TEST(cell("東京都庁", 4).second <= 4u);
  BOOST_TEST((cell("東京都庁", 4).first == "東…"));
}

BOOST_AUTO_TEST_SUITE_END()
