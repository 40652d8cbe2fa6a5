// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "planner/sniff.hpp"
#include "sniffing.hpp"

namespace sniff_csv {

using namespace dp;
using namespace dp::test;
namespace rows = boost::unit_test::data;

namespace {

struct Case {
  const char* text;
  const char* reader;
  const char* options;
  const char* columns;
  friend std::ostream& operator<<(std::ostream& out, const Case& each) {
    return out << each.text;
  }
};

const Case kCases[] = {
    {"a,b\n1,x\n", "csv", "", "a: int, b: string"},
    {"a\tb\n1,5\tx\n", "csv.tsv", "decimal_comma: true", "a: float, b: string"},
    {"a;b\n1;x\n", "csv", "delimiter: semicolon", "a: int, b: string"},
    {"a|b\n1|x\n", "csv", "delimiter: pipe", "a: int, b: string"},
    {"sep=^\na^b\n1^x\n", "csv", "delimiter: auto", "a: int, b: string"},
    {"sep=;\na;b\n1;x\n", "csv", "delimiter: semicolon", "a: int, b: string"},
    {"a\n1\n2\n", "csv", "", "a: int"},
    {"a||b\n1||x\n", "csv", "delimiter: \"||\"", "a: int, b: string"},
    {"1::F::x\n2::M::y\n", "csv", "delimiter: \"::\", header: false",
     "column1: int, column2: string, column3: string"},
    // An escape, and comments further down: only where the records are a table with them alone.
    {"a,b\n1,\"x \\\"y\\\", z\"\n2,w\n", "csv", "escape: \"\\\\\"", "a: int, b: string"},
    {"a;b\n1;x\\;y\n2;w\n", "csv", "delimiter: semicolon, escape: \"\\\\\"",
     "a: int, b: string"},
    {"a,b\n1,x\n# half of them\n2,y\n", "csv", "comment: \"#\"", "a: int, b: string"},
    {"# all\na,b\n1,x\\,y\n2,y\n", "csv", "comment: \"#\", escape: \"\\\\\"",
     "a: int, b: string"},
    {"a,b\n1,c:\\x\n#2,y\n", "csv", "", "a: string, b: string"},
    // A title, comments, and a header that looks like one.
    {"Sales of 2026\n\na;b\n1;x\n2;y\n", "csv", "delimiter: semicolon, skip_lines: 1",
     "a: int, b: string"},
    {"# made by hand, with care\n# twice\na,b\n1,x\n", "csv", "comment: \"#\"",
     "a: int, b: string"},
    {"##version=4\n##source, x\n#chrom\tpos\nx\t1\n", "csv.tsv", "skip_lines: 2",
     "#chrom: string, pos: int"},
    {"#a,b\n1,2\n", "csv", "", "#a: int, b: int"},
    // The form of numbers.
    {"Col1;Col2;Col3\n1;\"T\";1,01\n", "csv", "delimiter: semicolon, decimal_comma: true",
     "Col1: int, Col2: string, Col3: float"},
    {"a;b\n1.234,5;x\n", "csv", "delimiter: semicolon, decimal_comma: true, thousands: point",
     "a: float, b: string"},
    {"a,b\n\"1,234.5\",x\n", "csv", "thousands: comma", "a: float, b: string"},
    {"a;b\n1'234.5;x\n", "csv", "delimiter: semicolon, thousands: apostrophe",
     "a: float, b: string"},
    {"a;b\n1.5;1,5 m\n", "csv", "delimiter: semicolon", "a: float, b: string"},
    // Texts for nulls: those that are needed.
    {"a,b,c\n1,NA,NA\n\\N,2,x\n", "csv", "null_text: [\"\", NA, \"\\\\N\"]",
     "a: int, b: int, c: string"},
    {"a,b\n1,NA\n2,x\n", "csv", "", "a: int, b: string"},
    // The first line is a record.
    {"1,x\n2,y\n", "csv", "header: false", "column1: int, column2: string"},
    {"2026-11-01;1,5\n2026-11-02;2\n", "csv",
     "delimiter: semicolon, header: false, decimal_comma: true",
     "column1: date, column2: float"},
    {"a,b\nc,d\n", "csv", "", "a: string, b: string"},
};

}  // namespace
}  // namespace sniff_csv

BOOST_FIXTURE_TEST_SUITE(sniff_csv, Sniffing)

BOOST_DATA_TEST_CASE(options_are_those_that_a_file_needs, rows::make(kCases), each) {
  auto tried = trials(each.text);
  const auto found = planner::sniff_csv(tried).value();
  BOOST_TEST(found.reader == each.reader);
  BOOST_TEST(options_of(found.options) == each.options);
  BOOST_TEST(columns_of(found.columns) == each.columns);
}

BOOST_AUTO_TEST_CASE(commas_that_may_mean_either_are_left_as_text_and_told) {
  auto tried = trials("a;b\n1,234;x\n");
  const auto found = planner::sniff_csv(tried).value();
  BOOST_TEST(options_of(found.options) == "delimiter: semicolon");
  BOOST_TEST(
      found.remarks ==
          (Texts{"whether the commas in numbers are before decimals (decimal_comma: true) "
                 "or between thousands (thousands: comma) cannot be told, so they are "
                 "text",
                 "all columns are text, so whether the first line names them cannot be "
                 "told: it is taken to (else: header: false)"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_csv_cannot_read_is_told_with_its_reason) {
  auto tried = trials("\"a\"b,c\n1,2\n");
  BOOST_TEST(
      planner::sniff_csv(tried).error().message.starts_with("header: its quotes are wrong"));
}

BOOST_AUTO_TEST_SUITE_END()
