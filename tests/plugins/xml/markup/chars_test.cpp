// SPDX-License-Identifier: Apache-2.0
#include "xml/markup/chars.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "plugins/xml/padded.hpp"

BOOST_AUTO_TEST_SUITE(xml_markup_chars)

namespace {
namespace xml = dp::xml;
using dp::test::Padded;
}  // namespace

BOOST_AUTO_TEST_CASE(names_have_the_characters_that_xml_gives_them) {
  for (const char32_t code : {U'\u00e9', U'\u0416', U'\u3042', U'\U00020000'})
    BOOST_TEST(xml::is_name_char(code, true));
  // These may not begin one.
  for (const char32_t code : {U'\u00b7', U'\u0301', U'\u203f'}) {
    BOOST_TEST(!xml::is_name_char(code, true));
    BOOST_TEST(xml::is_name_char(code, false));
  }
  for (const char32_t code : {U'\u00d7', U'\u2026', U'\ufffe'})
    BOOST_TEST(!xml::is_name_char(code, false));
  BOOST_TEST(xml::is('_', xml::kNameStart));
  BOOST_TEST(!xml::is('-', xml::kNameStart));
  BOOST_TEST(xml::is('-', xml::kNameByte));
}

BOOST_AUTO_TEST_CASE(some_characters_are_in_no_document) {
  for (const char32_t code :
       {char32_t{0}, char32_t{0x1f}, char32_t{0xd800}, char32_t{0xffff}, char32_t{0x110000}})
    BOOST_TEST(!xml::is_char(code));
  for (const char32_t code : {U'\t', U'a', U'\ufffd', U'\U0010ffff'})
    BOOST_TEST(xml::is_char(code));
}

BOOST_AUTO_TEST_CASE(declarations_of_namespaces_are_told_by_their_names) {
  for (const char* name : {"xmlns", "xmlns:", "xmlns:a"}) BOOST_TEST(xml::is_declaration(name));
  for (const char* name : {"", "xmln", "xmlnsa", "xml:ns", "a:xmlns"})
    BOOST_TEST(!xml::is_declaration(name), name);
}

BOOST_AUTO_TEST_CASE(names_have_a_prefix_and_a_local_part) {
  BOOST_TEST(xml::local("x:name") == "name");
  BOOST_TEST(xml::local("name") == "name");
  BOOST_TEST(xml::local("x:") == "");
  BOOST_TEST(xml::trimmed(" \t\r\na b\n") == "a b");
  BOOST_TEST(xml::trimmed(" \n") == "");
}

BOOST_AUTO_TEST_CASE(searches_stop_at_the_first_byte_that_they_look_for) {
  std::mt19937 random(3);
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (auto n = random() % 70; n > 0; --n)
      text += random() % 9 == 0 ? static_cast<char>(random() % 256) : 'a';
    const Padded padded(text);
    const auto first = [&](auto is) {
      std::size_t at = 0;
      while (at < text.size() && !is(static_cast<unsigned char>(text[at]))) ++at;
      return static_cast<std::ptrdiff_t>(at);
    };
    const auto control_or_high = [](unsigned char byte) { return byte < 0x20 || byte >= 0x80; };
    BOOST_REQUIRE(padded.place(xml::skip_name(padded.begin(), padded.end())) ==
                  first([](unsigned char byte) {
                    return !xml::is(static_cast<char>(byte), xml::kNameByte);
                  }));
    BOOST_REQUIRE(padded.place(xml::skip_text(padded.begin(), padded.end())) ==
                  first([&](unsigned char byte) {
                    return (control_or_high(byte) && byte != '\t' && byte != '\n') ||
                           byte == '<' || byte == '&' || byte == ']';
                  }));
    BOOST_REQUIRE(padded.place(xml::skip_value(padded.begin(), padded.end(), '\'')) ==
                  first([&](unsigned char byte) {
                    return control_or_high(byte) || byte == '<' || byte == '&' || byte == '\'';
                  }));
  }
}

BOOST_AUTO_TEST_CASE(short_and_long_texts_are_compared) {
  for (const std::string text :
       {"", "a", "fifteen letters", "sixteen letters!", "a text of more than sixteen bytes"}) {
    const Padded one(text);
    Padded other(text);
    BOOST_TEST(xml::is_same(one.begin(), other.begin(), text.size()));
    if (text.empty()) continue;
    other.text[text.size() - 1] = '?';
    BOOST_TEST(!xml::is_same(one.begin(), other.begin(), text.size()), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
