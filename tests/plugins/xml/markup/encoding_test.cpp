// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/encoding.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "plugins/xml/padded.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(xml_markup_encoding)

namespace {
namespace xml = dp::xml;
using dp::test::Padded;
using xml::Encoding;
using namespace std::string_literals;

std::string utf8_of(Encoding encoding, const std::string& raw, bool last = true) {
  const Padded padded(raw);
  xml::Utf8Text text;
  text.set(encoding, {padded.begin(), padded.size}, last);
  return std::string(text.view());
}
}  // namespace

BOOST_AUTO_TEST_CASE(an_encoding_shows_in_the_first_bytes) {
  const auto of = [](const std::string& head) { return xml::encoding_of(head).value(); };
  BOOST_TEST((of("<a/>") == Encoding::utf8));
  BOOST_TEST((of("") == Encoding::utf8));
  BOOST_TEST((of("<?xml version='1.0' encoding=\"Latin1\"?><a/>") == Encoding::latin1));
  BOOST_TEST((of("<?xml version='1.0' encoding='US-ASCII'?><a/>") == Encoding::utf8));
  BOOST_TEST((of("\xff\xfe<\0"s) == Encoding::utf16_le));
  BOOST_TEST((of("<\0a\0"s) == Encoding::utf16_le));
  BOOST_TEST((of("\0<\0a"s) == Encoding::utf16_be));
  // A mark wins over what is declared.
  BOOST_TEST((of("\xef\xbb\xbf<?xml version='1.0' encoding='latin1'?>") == Encoding::utf8));
}

BOOST_AUTO_TEST_CASE(other_encodings_are_refused_by_name) {
  BOOST_TEST(dp::test::why(xml::encoding_of("<?xml version='1.0' encoding='Shift_JIS'?>")) ==
             "encoding: got 'Shift_JIS', expected UTF-8, UTF-16, ISO-8859-1 or US-ASCII (iconv "
             "-t UTF-8 makes it so)");
  BOOST_TEST(dp::test::why(xml::encoding_of("<\0\0\0"s)).starts_with("encoding: got 'UTF-32'"));
}

BOOST_AUTO_TEST_CASE(all_texts_become_utf8) {
  BOOST_TEST(utf8_of(Encoding::utf8, "caf\xc3\xa9") == "caf\xc3\xa9");
  BOOST_TEST(utf8_of(Encoding::latin1, "caf\xe9") == "caf\xc3\xa9");
  BOOST_TEST(utf8_of(Encoding::utf16_be, "\0a\x20\xac\xd8\x3d\xde\x00"s) ==
             "a\xe2\x82\xac\xf0\x9f\x98\x80");
  BOOST_TEST(utf8_of(Encoding::utf16_le, "a\0\xac\x20"s) == "a\xe2\x82\xac");
}

BOOST_AUTO_TEST_CASE(a_character_that_is_cut_off_waits_for_the_rest) {
  const auto half = "\0a\xd8\x3d"s;
  BOOST_TEST(utf8_of(Encoding::utf16_be, half, false) == "a");
  BOOST_TEST(utf8_of(Encoding::utf16_be, half) == "a\xff");
  BOOST_TEST(utf8_of(Encoding::utf16_be, "\0a\0"s, false) == "a");
}

BOOST_AUTO_TEST_CASE(places_of_the_text_are_places_of_the_raw_bytes) {
  const Padded padded("\0a\x20\xac\xd8\x3d\xde\x00\0b"s);
  xml::Utf8Text text;
  text.set(Encoding::utf16_be, {padded.begin(), padded.size}, true);
  // a, the euro sign in 3 bytes, a character of two units in 4, b.
  BOOST_TEST(text.raw_of(0) == 0u);
  BOOST_TEST(text.raw_of(1) == 2u);
  BOOST_TEST(text.raw_of(4) == 4u);
  BOOST_TEST(text.raw_of(8) == 8u);
  BOOST_TEST(text.at_of(3) == 4u);
  BOOST_TEST(text.at_of(8) == 8u);
  BOOST_TEST(text.at_of(9) == text.view().size());
}

BOOST_AUTO_TEST_SUITE_END()
