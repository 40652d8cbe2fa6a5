// SPDX-License-Identifier: Apache-2.0
#include "planner/sniff_encoding.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(sniff_encoding)

using dp::planner::decoded;
using dp::planner::guess_encoding;
using dp::planner::plain_utf16;
using namespace std::string_literals;

BOOST_AUTO_TEST_CASE(western_text_is_taken_for_windows_1252) {
  const auto guessed = guess_encoding("name,n\ncaf\xe9 \x80,1\nplain,2\n").value();
  BOOST_TEST(guessed.name == "windows-1252");
  BOOST_TEST(guessed.remark ==
             "byte 10 (0xe9) is not UTF-8, so it is taken for windows-1252; if letters look "
             "wrong, say what it is (iso-8859-2, windows-1250, cp850, ...)");
}

BOOST_AUTO_TEST_CASE(words_of_other_letters_hardly_are) {
  const auto guessed = guess_encoding("\xcf\xf0\xe8\xe2\xe5\xf2,1\n").value();
  BOOST_TEST(
      guessed.remark ==
      "byte 0 (0xcf) is not UTF-8, so it is read as windows-1252, but hardly is: say what "
      "it is (windows-1251, gb18030, shift_jis, euc-kr, ...)");
}

BOOST_AUTO_TEST_CASE(utf16_without_a_mark_is_seen_by_its_zeros) {
  BOOST_TEST(guess_encoding("a\0,\0b\0\n\0"s).value().name == "utf-16le");
  BOOST_TEST(guess_encoding("\0a\0,\0b\0\n"s).value().name == "utf-16be");
}

BOOST_AUTO_TEST_CASE(utf8_and_what_is_no_text_are_not_guessed) {
  for (const auto& text : {""s, "plain"s, "caf\xc3\xa9"s, "cut caf\xc3"s, "a\0\xff\0\0\0\x01"s})
    BOOST_TEST(!guess_encoding(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(text_is_decoded_as_far_as_it_is_whole) {
  BOOST_TEST(decoded("caf\xe9", "windows-1252") == "caf\xc3\xa9");
  BOOST_TEST(decoded("a\0b"s, "utf-16le") == "a");
}

BOOST_AUTO_TEST_CASE(only_what_is_printed_text_in_utf16_is_plainly_that) {
  BOOST_TEST(plain_utf16("a\0,\0b\0\r\0\n\0"s) == "utf-16le");
  BOOST_TEST(plain_utf16("\0a\0,\0b\0\t\0\n"s) == "utf-16be");
  // Small numbers of two bytes.
  BOOST_TEST(plain_utf16("\1\0\2\0a\0b\0"s) == "");
  BOOST_TEST(plain_utf16("a,b\n") == "");
  BOOST_TEST(plain_utf16("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
