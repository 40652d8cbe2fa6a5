// SPDX-License-Identifier: Apache-2.0
#include "values/text.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(values_text)

namespace values = dp::values;

BOOST_AUTO_TEST_CASE(the_first_byte_that_is_not_utf8_is_found) {
  BOOST_TEST(values::bad_utf8("") == 0u);
  BOOST_TEST(values::bad_utf8("eight bytes and more") == 20u);
  BOOST_TEST(values::bad_utf8("caf\xc3\xa9 \xf0\x9f\x98\x80") == 10u);
  BOOST_TEST(values::bad_utf8("eight bytes \xe9 x") == 12u);
  BOOST_TEST(values::bad_utf8("a\xed\xa0\x80") == 1u);
  BOOST_TEST(values::bad_utf8("a\xc0\x80") == 1u);
  BOOST_TEST(values::bad_utf8("abc\xe2\x82") == 3u);
}

BOOST_AUTO_TEST_CASE(text_is_shown_in_quotes_and_safe_to_print) {
  BOOST_TEST(values::shown("") == "''");
  BOOST_TEST(values::shown("caf\xc3\xa9") == "'caf\xc3\xa9'");
  BOOST_TEST(values::shown("a\n\x1b\x7f\xff") == "'a\\x0a\\x1b\\x7f\\xff'");
  BOOST_TEST(values::shown(std::string(40, 'x')) == "'" + std::string(40, 'x') + "'");
  BOOST_TEST(values::shown(std::string(41, 'x')) == "'" + std::string(40, 'x') + "...'");
}

BOOST_AUTO_TEST_CASE(a_character_that_the_cut_meets_is_shown_whole) {
  const auto text = std::string(39, 'x') + "\xc3\xa9yz";
  BOOST_TEST(values::shown(text) == "'" + std::string(39, 'x') + "\xc3\xa9...'");
}

BOOST_AUTO_TEST_CASE(of_many_names_the_first_twenty_are_listed) {
  BOOST_TEST(values::listed({}) == "");
  BOOST_TEST(values::listed({"a", "b"}) == "a, b");
  const std::vector<std::string> many(21, "x");
  std::string twenty = "x";
  for (int i = 1; i < 20; ++i) twenty += ", x";
  BOOST_TEST(values::listed(many) == twenty + ", ...");
}

BOOST_AUTO_TEST_SUITE_END()
