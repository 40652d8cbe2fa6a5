// SPDX-License-Identifier: Apache-2.0
#include "input/encoding.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(encoding)

using dp::input::Encoding;
using dp::input::encoding_of;
using dp::input::find_encoding;
using dp::input::LineEnds;
using dp::protocol::BadBytes;
using dp::protocol::TextEncoding;
using namespace std::string_literals;

namespace {

Encoding::Kind kind_of(std::string_view name) { return find_encoding(name).value().kind; }

std::string name_of(const std::string& asked, std::string_view head,
                    BadBytes bad = BadBytes::reject) {
  const auto found = encoding_of({asked, bad}, head);
  BOOST_TEST((encoding_of(found, head) == found), asked);
  return found.name;
}

std::string blanked(std::string text) {
  dp::input::blank_declared_encoding(text.data(), text.size());
  return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(names_are_found_however_they_are_spelled) {
  for (const auto* name : {"utf-8", "UTF-8", "utf8", "Utf8"})
    BOOST_TEST(find_encoding(name).value().name == "utf-8", name);
  for (const auto* name : {"latin1", "Latin-1", "ISO-8859-1", "iso_8859-1", "l1"})
    BOOST_TEST(find_encoding(name).value().name == "iso-8859-1", name);
  for (const auto* name : {"windows-1252", "cp1252", "CP1252", "latin-9", "shift_jis", "sjis",
                           "Shift-JIS", "gb18030", "GBK", "euc-jp", "koi8-r", "macintosh"})
    BOOST_TEST(find_encoding(name).has_value(), name);
}

BOOST_AUTO_TEST_CASE(a_name_that_is_none_is_told_with_one_that_is_near) {
  const auto told = [](std::string_view name) { return find_encoding(name).error().message; };
  BOOST_TEST(told("windows-1522") ==
             "no encoding 'windows-1522' is known, did you mean 'windows-1252'?");
  BOOST_TEST(told("utf-61") == "no encoding 'utf-61' is known, did you mean 'utf-16'?");
  BOOST_TEST(told("nothing at all") == "no encoding 'nothing at all' is known");
  // What iconv would make of the system's own, of nothing, or of more than a name.
  for (const auto* name : {"", "char", "WCHAR_T", "internal", "latin1//TRANSLIT", "../x"})
    BOOST_TEST(!find_encoding(name).has_value(), name);
}

BOOST_AUTO_TEST_CASE(how_text_may_be_cut_is_found_by_trying_bytes) {
  using Kind = Encoding::Kind;
  for (const auto* name : {"latin1", "us-ascii", "windows-1250", "windows-1251", "windows-1252",
                           "windows-1253", "windows-1254", "windows-1255", "windows-1256",
                           "windows-1257", "windows-1258", "koi8-r", "iso-8859-15", "ibm037"})
    BOOST_TEST((kind_of(name) == Kind::bytes), name);
  for (const auto* name : {"shift_jis", "cp932", "gb18030", "gbk", "big5", "euc-jp", "euc-kr",
                           "uhc", "big5-hkscs"})
    BOOST_TEST((kind_of(name) == Kind::lines), name);
  for (const auto* name : {"iso-2022-jp", "iso-2022-kr", "utf-7"})
    BOOST_TEST((kind_of(name) == Kind::whole), name);
  BOOST_TEST((kind_of("utf-16be") == Kind::utf16_be));
  BOOST_TEST((kind_of("utf-32") == Kind::utf32_le));
  BOOST_TEST(find_encoding("ibm037").value().line_ends.byte == '\x25');
}

BOOST_AUTO_TEST_CASE(a_mark_says_more_than_was_said) {
  for (const std::string asked : {"", "utf-8", "utf-16", "windows-1252"}) {
    BOOST_TEST(name_of(asked, "\xff\xfe"s + "a\0"s) == "utf-16le");
    BOOST_TEST(name_of(asked, "\xfe\xff\0a"s) == "utf-16be");
    BOOST_TEST(name_of(asked, "\xff\xfe\0\0a\0\0\0"s) == "utf-32le");
    BOOST_TEST(name_of(asked, "\0\0\xfe\xff\0\0\0a"s) == "utf-32be");
    BOOST_TEST(name_of(asked,
                       "\xef\xbb\xbf"
                       "a") == "");
  }
  BOOST_TEST(name_of("utf-16", "a\0"s) == "utf-16le");
  BOOST_TEST(name_of("utf-16be", "a\0"s) == "utf-16be");
  BOOST_TEST(name_of("windows-1252", "a") == "windows-1252");
  BOOST_TEST(name_of("", "a") == "");
  BOOST_TEST(name_of("utf-8", "a") == "");
  BOOST_TEST(name_of("", "a", BadBytes::replace) == "utf-8");
}

BOOST_AUTO_TEST_CASE(an_xml_declaration_names_what_readers_of_xml_need_not_know) {
  const auto xml = [](const std::string& name) {
    return "<?xml version='1.0' encoding=\"" + name + "\"?><a/>";
  };
  BOOST_TEST(name_of("", xml("windows-1252")) == "windows-1252");
  BOOST_TEST(name_of("", xml("Shift_JIS")) == "cp932");
  for (const auto* known : {"UTF-8", "utf-16", "ISO-8859-1", "US-ASCII", "no-such", ""})
    BOOST_TEST(name_of("", xml(known)) == "", known);
  BOOST_TEST(name_of("gbk", xml("windows-1252")) == "gbk");
  BOOST_TEST(name_of("utf-8", xml("windows-1252")) == "utf-8");
  BOOST_TEST(name_of("", "<?xml version='1.0'?><a encoding='gbk'/>") == "");
}

BOOST_AUTO_TEST_CASE(few_bytes_may_declare_an_encoding_or_not) {
  using dp::input::may_declare_encoding;
  for (const auto& head : {""s, "\xff"s, "\xff\xfe"s, "\xef\xbb"s, "<?x"s, "<?xml version="s})
    BOOST_TEST(may_declare_encoding(head), head);
  for (const auto& head : {"a"s,
                           "\xff\xfe"
                           "ab"s,
                           "\xef\xbb\xbf"s, "<a"s, "<?xml?>"s})
    BOOST_TEST(!may_declare_encoding(head), head);
}

BOOST_AUTO_TEST_CASE(the_name_in_an_xml_declaration_becomes_blanks) {
  BOOST_TEST(blanked("<?xml version='1.0' encoding='gbk'?><a b='encoding=\"x\"'/>") ==
             "<?xml version='1.0'               ?><a b='encoding=\"x\"'/>");
  BOOST_TEST(blanked("\xef\xbb\xbf<?xml encoding = \"a\" standalone='no'?>") ==
             "\xef\xbb\xbf<?xml                standalone='no'?>");
  for (const auto& text : {"encoding='x'"s, "<?xml encoding='x"s, "<a encoding='x'?>"s, ""s})
    BOOST_TEST(blanked(text) == text);
}

BOOST_AUTO_TEST_CASE(line_ends_are_units_of_the_encoding) {
  const LineEnds bytes;
  BOOST_TEST(bytes.count("a\nb\n\n") == 3U);
  BOOST_TEST(bytes.find("a\nb") == 1U);
  BOOST_TEST(bytes.find("ab") == 2U);
  BOOST_TEST(bytes.last("a\nb") == 2U);
  BOOST_TEST(bytes.last("ab") == 0U);
  const auto little = dp::input::line_ends_of(TextEncoding{"utf-16le", BadBytes::reject});
  // U+0A0A and U+010A are no newlines.
  const auto text = "a\0\x0a\x0a\x0a\x01\n\0b\0\n\0c\0"s;
  BOOST_TEST(little.count(text) == 2U);
  BOOST_TEST(little.find(text) == 6U);
  BOOST_TEST(little.last(text) == 12U);
  BOOST_TEST(little.find("a\0"s) == 2U);
  BOOST_TEST(little.last("a\0"s) == 0U);
  const auto big = dp::input::line_ends_of(TextEncoding{"utf-32be", BadBytes::reject});
  BOOST_TEST(big.count("\0\0\0\n\0\0\n\0\0\0\0\n"s) == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
