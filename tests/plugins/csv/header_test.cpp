// SPDX-License-Identifier: Apache-2.0
#include "csv/header.hpp"

#include <boost/test/unit_test.hpp>

#include "why.hpp"

namespace csv = dp::csv;
using dp::test::why;
using Names = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(csv_header)

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
             "header: got byte 0xe9, expected UTF-8 (of western text, iconv -f CP1252 -t UTF-8 "
             "makes it so)");
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

BOOST_AUTO_TEST_SUITE_END()
