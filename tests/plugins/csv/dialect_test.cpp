// SPDX-License-Identifier: Apache-2.0
#include "csv/dialect.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(csv_dialect)

namespace csv = dp::csv;

BOOST_AUTO_TEST_CASE(delimiters_have_names_or_are_one_character) {
  BOOST_TEST(csv::delimiter_of("comma", csv::Use::write).value() == ',');
  BOOST_TEST(csv::delimiter_of("tab", csv::Use::write).value() == '\t');
  BOOST_TEST(csv::delimiter_of("semicolon", csv::Use::write).value() == ';');
  BOOST_TEST(csv::delimiter_of("pipe", csv::Use::write).value() == '|');
  BOOST_TEST(csv::delimiter_of("\t", csv::Use::write).value() == '\t');
  BOOST_TEST(csv::delimiter_of("~", csv::Use::write).value() == '~');
}

BOOST_AUTO_TEST_CASE(what_may_be_in_a_value_separates_nothing) {
  for (const char* bad :
       {"", "x", "7", "Z", "\"", "+", "-", ".", ":", "\n", "\x7f", "\xc3", ",,", "Comma"})
    BOOST_TEST(!csv::delimiter_of(bad, csv::Use::write).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(quotes_have_names_or_are_one_character) {
  BOOST_TEST(csv::dialect_of(',', "double").value().opens('"'));
  BOOST_TEST(csv::dialect_of(',', "single").value().opens('\''));
  BOOST_TEST(!csv::dialect_of(',', "single").value().opens('"'));
  BOOST_TEST(csv::dialect_of(',', "|").value().quote == '|');
  const auto none = csv::dialect_of(';', "none").value();
  BOOST_TEST(!none.opens('"'));
  BOOST_TEST(none.delimiter == ';');
}

BOOST_AUTO_TEST_CASE(what_may_be_in_a_value_or_separates_quotes_nothing) {
  for (const char* bad : {"", "x", "7", " ", "+", "-", ".", ":", ",", "\t", "\xc3", "''"})
    BOOST_TEST(!csv::dialect_of(',', bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(a_colon_separates_what_is_read_alone) {
  BOOST_TEST(csv::delimiter_of(":", csv::Use::read).value() == ':');
  BOOST_TEST(!csv::delimiter_of(":", csv::Use::write).has_value());
  for (const char* bad : {"+", "-", ".", "\"", "a", "0", "::", ""})
    BOOST_TEST(!csv::delimiter_of(bad, csv::Use::read).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(control_characters_separate_too) {
  for (const char* one : {"\x01", "\x1f", "\x07"})
    BOOST_TEST(csv::delimiter_of(one, csv::Use::write).value() == one[0]);
}

BOOST_AUTO_TEST_CASE(several_characters_separate_if_no_value_could_hold_them) {
  for (const char* text : {"||", "::", "~|~", "\t\t", "\xc2\xa6", ", "})
    BOOST_TEST(csv::separator_of(text, csv::Use::write).value() == text);
  BOOST_TEST(csv::separator_of("comma", csv::Use::write).value() == ",");
  for (const char* bad : {"", "ab", "|a|", "7|", "\"|", "|\n", "\r\n", "--", ". ", "  ", "\xc2",
                          "|\xff", "-----------------", "|||||||||||||||||"})
    BOOST_TEST(!csv::separator_of(bad, csv::Use::read).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(only_dialects_of_single_bytes_are_plain) {
  csv::Dialect dialect;
  BOOST_TEST(dialect.is_plain());
  dialect.escape = '\\';
  BOOST_TEST(!dialect.is_plain());
  BOOST_TEST(dialect.escapes('\\'));
  BOOST_TEST(!csv::Dialect().escapes('\0'));
  dialect = {};
  dialect.tail = "|";
  BOOST_TEST(!dialect.is_plain());
  BOOST_TEST(dialect.separator() == ",|");
  dialect = {};
  dialect.cr_ends = true;
  BOOST_TEST(!dialect.is_plain());
}

BOOST_AUTO_TEST_CASE(an_escape_means_nothing_else) {
  csv::Dialect dialect{',', '"', true, '#'};
  dialect.tail = "~";
  BOOST_TEST(csv::is_escape_sign('\\', dialect));
  BOOST_TEST(csv::is_escape_sign('^', dialect));
  for (const char bad : {',', '"', '#', '~', 'a', '-', ' ', '\n'})
    BOOST_TEST(!csv::is_escape_sign(bad, dialect));
}

BOOST_AUTO_TEST_CASE(an_option_that_names_no_delimiter_is_refused) {
  const auto task = dp::test::try_csv("a;b\n", {{"delimiter", dp::data::Value::of("x")}});
  BOOST_REQUIRE(!task);
  BOOST_TEST(
      task.error().message ==
      "delimiter: cannot separate fields (got 'x', expected comma, tab, semicolon, pipe, "
      "one ASCII character that is in no number, time or quote, or several as '||')");
}

BOOST_AUTO_TEST_CASE(a_comment_begins_with_a_sign_that_means_nothing_else) {
  const csv::Dialect dialect{';', '\'', true};
  for (const char sign : {'#', '%', '"', '!', ','})
    BOOST_TEST(csv::is_comment_sign(sign, dialect));
  for (const char sign : {';', '\'', 'a', '0', '-', '+', '.', ':', ' ', '\n', '\x7f'})
    BOOST_TEST(!csv::is_comment_sign(sign, dialect));
  BOOST_TEST(!dialect.comments('\0'));
  BOOST_TEST((csv::Dialect{',', '"', true, '#'}.comments('#')));
}

BOOST_AUTO_TEST_SUITE_END()
