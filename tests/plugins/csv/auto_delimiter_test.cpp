// SPDX-License-Identifier: Apache-2.0
#include "csv/auto_delimiter.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

BOOST_AUTO_TEST_SUITE(csv_auto_delimiter)

namespace csv = dp::csv;
namespace data = boost::unit_test::data;

namespace {

struct Text {
  const char* text;
  char delimiter;
  friend std::ostream& operator<<(std::ostream& out, const Text& shown) {
    return out << shown.text;
  }
};

const Text kTexts[] = {
    {"a,b\n1,2\n", ','},
    {"a;b;c\n1;x;1,01\n2;y;2,02\n", ';'},
    {"a\tb\n1,5\t2,5\n", '\t'},
    {"a|b\n1|2;3\n", '|'},
    // The comma is in quotes, in one field alone, or in a title.
    {"a;b\n\"x,y\";1\n\"z,w\";2\n", ';'},
    {"name;town\nann;x\nbob;y, z\n", ';'},
    {"Sales, all of them\na;b\n1;2\n3;4\n", ';'},
    // More fields are better, if all records have them.
    {"a,b;c,d\n1,2;3,4\n", ','},
    {"a;b,c;d\n1;2,3;4\n", ';'},
    // The first record has as many as most others, though others are ragged.
    {"a;b;c\n1;x;1,5\n2\n3;y;2,5\n4;z;3,5\n5,6\n", ';'},
    // Nothing separates.
    {"", ','},
    {"\n\n", ','},
    {"a\nb\n", ','},
    // Excel's line.
    {"sep=;\na,b;c\n", ';'},
    {"\xef\xbb\xbfsep=|\r\na,b\r\n", '|'},
    {"\"sep=\t\"\na,b\n", '\t'},
    {"sep=x\na;b\n1;2\n", ';'},
};

char delimiter_of(std::string_view text, csv::Dialect dialect = {}, bool final = true,
                  std::uint64_t skip_lines = 0) {
  return csv::likely_delimiter(text, final, dialect, skip_lines);
}

}  // namespace

BOOST_DATA_TEST_CASE(the_delimiter_gives_most_records_the_same_fields, data::make(kTexts),
                     text) {
  BOOST_TEST(delimiter_of(text.text) == text.delimiter);
}

BOOST_AUTO_TEST_CASE(what_quotes_or_comments_separates_nothing) {
  BOOST_TEST(delimiter_of("a|b,c\n1|2,3\n", {',', '|', true}) == ',');
  BOOST_TEST(delimiter_of(";a;b,c\n1,2\n", {',', '"', true, ';'}) == ',');
  BOOST_TEST(delimiter_of("#a;b;c\n#d;e\n1,2\n", {',', '"', true, '#'}) == ',');
}

BOOST_AUTO_TEST_CASE(lines_to_skip_and_a_record_that_may_go_on_are_not_looked_at) {
  BOOST_TEST(delimiter_of("a,b,c\nd;e\n", {}, true, 1) == ';');
  BOOST_TEST(delimiter_of("d;e\na,b,c", {}, false) == ';');
  BOOST_TEST(delimiter_of("a,b", {}, false, 1) == ',');
}

BOOST_AUTO_TEST_SUITE_END()
