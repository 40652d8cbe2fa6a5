// SPDX-License-Identifier: Apache-2.0
#include "csv/header.hpp"

#include <boost/test/unit_test.hpp>

#include "why.hpp"

BOOST_AUTO_TEST_SUITE(csv_header)

namespace csv = dp::csv;
using dp::test::why;
using Names = std::vector<std::string>;

BOOST_AUTO_TEST_CASE(a_header_ends_where_the_first_record_begins) {
  const auto header = csv::read_header("id,\"a b\"\r\n1,2\n", false, {}).value().value();
  BOOST_TEST(header.names == (Names{"id", "a b"}), boost::test_tools::per_element());
  BOOST_TEST(header.end == 10u);
  BOOST_TEST(header.lines == 1u);
  BOOST_TEST(header.blank == 0u);
}

BOOST_AUTO_TEST_CASE(a_mark_and_blank_lines_may_come_before_it) {
  const auto header = csv::read_header("\xef\xbb\xbf\n\r\nid\n1\n", false, {}).value().value();
  BOOST_TEST(header.names == Names{"id"}, boost::test_tools::per_element());
  BOOST_TEST(header.end == 9u);
  BOOST_TEST(header.lines == 3u);
  BOOST_TEST(header.blank == 2u);
}

BOOST_AUTO_TEST_CASE(names_become_unique_and_none_is_empty) {
  const auto header = csv::read_header("a,,a,a_2,\n", true, {}).value().value();
  BOOST_TEST(header.names == (Names{"a", "column2", "a_2", "a_2_2", "column5"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(spaces_around_a_name_are_no_part_of_it_if_they_are_trimmed) {
  const std::string_view text = " id ,\tname, \" x \" , \n";
  const auto names = [&](bool trim) {
    return csv::read_header(text, true, {}, 0, trim).value().value().names;
  };
  BOOST_TEST(names(true) == (Names{"id", "name", " x ", "column4"}),
             boost::test_tools::per_element());
  BOOST_TEST(names(false) == (Names{" id ", "\tname", " x ", " "}),
             boost::test_tools::per_element());
  csv::Dialect escapes;
  escapes.escape = '\\';
  const auto escaped = csv::read_header(" a\\ ,b\n", true, escapes, 0, true).value().value();
  BOOST_TEST(escaped.names == (Names{"a ", "b"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_header_may_have_lines_in_quotes) {
  const auto header = csv::read_header("\"a\nb\",c\nd\n", false, {}).value().value();
  BOOST_TEST(header.names == (Names{"a\nb", "c"}), boost::test_tools::per_element());
  BOOST_TEST(header.lines == 2u);
}

BOOST_AUTO_TEST_CASE(a_header_that_does_not_end_is_none_yet) {
  BOOST_TEST(!csv::read_header("id,na", false, {}).value().has_value());
  BOOST_TEST(!csv::read_header("", true, {}).value().has_value());
  BOOST_TEST(!csv::read_header("\n\n", true, {}).value().has_value());
  BOOST_TEST(csv::read_header("id,na", true, {}).value().value().end == 5u);
}

BOOST_AUTO_TEST_CASE(what_is_no_header_is_refused_with_what_it_has) {
  BOOST_TEST(why(csv::read_header("\"a\"b,c\nd\n", true, {})) ==
             "header: its quotes are wrong (got '\"a\"b,c\\x0a', expected fields in whole "
             "quotes or none)");
  BOOST_TEST(why(csv::read_header("caf\xe9,c\n", true, {})) ==
             "header: got byte 0xe9, expected UTF-8 (or say what it is: input: {files: ..., "
             "encoding: windows-1252})");
}

BOOST_AUTO_TEST_CASE(utf16_is_refused_by_its_mark) {
  BOOST_TEST(csv::begin_of_text("id").value() == 0u);
  BOOST_TEST(csv::begin_of_text("\xef\xbb\xbfid").value() == 3u);
  for (const char* mark : {"\xff\xfei", "\xfe\xffi"})
    BOOST_TEST(why(csv::begin_of_text(mark)) ==
               "is UTF-16 (expected UTF-8: iconv -f UTF-16 -t UTF-8)");
}

BOOST_AUTO_TEST_CASE(columns_without_names_are_numbered) {
  BOOST_TEST(csv::numbered_names(3) == (Names{"column1", "column2", "column3"}),
             boost::test_tools::per_element());
  BOOST_TEST(csv::numbered_names(0).empty());
}

BOOST_AUTO_TEST_CASE(lines_are_skipped_before_it_whatever_they_hold) {
  const std::string_view text = "\xef\xbb\xbfT\xe9 \"x\n\r\n\nid\n1\n";
  const auto header = csv::read_header(text, false, {}, 2).value().value();
  BOOST_TEST(header.names == Names{"id"}, boost::test_tools::per_element());
  BOOST_TEST(header.end == 15u);
  BOOST_TEST(header.lines == 4u);
  BOOST_TEST(header.blank == 1u);
  BOOST_TEST(!csv::read_header("a\nb\n", false, {}, 2).value().has_value());
  BOOST_TEST(!csv::read_header("a\nb", true, {}, 2).value().has_value());
}

BOOST_AUTO_TEST_CASE(the_beginning_is_all_of_a_text_that_has_fewer_lines) {
  const auto all = csv::read_beginning("a\nb", true, {}, 5).value().value();
  BOOST_TEST(all.size == 3u);
  BOOST_TEST(all.lines == 2u);
  BOOST_TEST(!csv::read_beginning("a\nb\n", false, {}, 3).value().has_value());
  BOOST_TEST(!csv::read_beginning("a\nb", false, {}, 2).value().has_value());
  const auto none = csv::read_beginning("\xef\xbb\xbf", true, {}, 0).value().value();
  BOOST_TEST(none.size == 3u);
  BOOST_TEST(none.lines == 0u);
}

BOOST_AUTO_TEST_CASE(the_line_that_names_the_separator_is_one_of_the_skipped) {
  const csv::Dialect semicolon{';', '"', true};
  for (const std::uint64_t skip : {0u, 1u}) {
    const auto header =
        csv::read_header("\xef\xbb\xbfsep=;\r\na;b\n1;2\n", false, semicolon, skip)
            .value()
            .value();
    BOOST_TEST(header.names == (Names{"a", "b"}), boost::test_tools::per_element());
    BOOST_TEST(header.lines == 2u);
    BOOST_TEST(header.end == 14u);
  }
  // Skipped with all lines, it need not be the dialect's.
  BOOST_TEST(csv::read_header("sep=;\na,b\n", true, {}, 1).value().value().end == 10u);
  BOOST_TEST(why(csv::read_header("sep=;\na;b\n", true, {})) ==
             "header: its first line says that fields are separated by ';' (got ',', expected "
             "delimiter: auto or that; or skip_lines: 1)");
}

BOOST_AUTO_TEST_CASE(a_separator_other_than_the_detected_one_is_refused_with_the_cure) {
  csv::Dialect dialect;
  dialect.detected = true;
  BOOST_TEST(why(csv::read_header("sep=;\na;b\n", true, dialect)) ==
             "header: its first line says that fields are separated by ';' (got ',', which "
             "delimiter: auto found in the first input, expected the same in all inputs; or "
             "skip_lines: 1)");
}

BOOST_AUTO_TEST_CASE(a_nul_in_a_name_is_written_with_two_characters) {
  const std::string_view text("a\0,b\0\0\n", 8);
  const auto header = csv::read_header(text, true, {}).value().value();
  BOOST_TEST(header.names == (Names{"a\\0", "b\\0\\0"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_line_with_a_lone_cr_has_a_cure) {
  BOOST_TEST(csv::cure_of_cr("a\rb\r\n", {}) ==
             " (of lines that end in CR alone, line_end: any makes records)");
  BOOST_TEST(csv::cure_of_cr("a,b\r\n", {}) == "");
  BOOST_TEST(csv::cure_of_cr("\"a\r\nb\"\n", {}) == "");
  csv::Dialect any;
  any.cr_ends = true;
  BOOST_TEST(csv::cure_of_cr("a\rb\n", any) == "");
}

BOOST_AUTO_TEST_CASE(only_a_whole_line_names_the_separator) {
  BOOST_TEST(csv::named_separator("sep=;\na", false).value() == ';');
  BOOST_TEST(csv::named_separator("SEP=\t\r\na", false).value() == '\t');
  BOOST_TEST(csv::named_separator("\"sep=|\"\n", false).value() == '|');
  BOOST_TEST(csv::named_separator("sep=,", true).value() == ',');
  BOOST_TEST(!csv::named_separator("sep=,", false).has_value());
  for (const char* text : {"", "sep=", "sep=;;", "sep=;a\n", "sep=\n", "a\nsep=;\n", "Sep=;"})
    BOOST_TEST(!csv::named_separator(text, true).has_value(), text);
}

BOOST_AUTO_TEST_CASE(comments_before_it_are_passed_over) {
  const auto header =
      csv::read_header("# \"x\n\n#y\na,#b\n", true, {',', '"', true, '#'}).value().value();
  BOOST_TEST(header.names == (Names{"a", "#b"}), boost::test_tools::per_element());
  BOOST_TEST(header.lines == 4u);
  BOOST_TEST(header.blank == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
