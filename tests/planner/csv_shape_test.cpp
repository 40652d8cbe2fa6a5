// SPDX-License-Identifier: Apache-2.0
#include "planner/csv_shape.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(csv_shape)

using dp::planner::CsvDialect;
using dp::planner::is_table;

namespace {

bool is_whole_table(std::string_view text, const CsvDialect& dialect = {}) {
  return is_table(text, dialect, true);
}

}  // namespace

BOOST_AUTO_TEST_CASE(records_of_as_many_fields_are_a_table) {
  BOOST_TEST(is_whole_table("a,b\n1,2\n"));
  BOOST_TEST(is_whole_table("a,b\r\n\r\n\"x,\ny\",\"\"\"\"\n,"));
  BOOST_TEST(is_whole_table("a||b|\n1||2\n", {"||", '\0', '\0'}));
  BOOST_TEST(is_whole_table("\xef\xbb\xbf\"a,c\",b\n1,2\n"));
  BOOST_TEST(!is_whole_table("a,b\n1\n"));
  BOOST_TEST(!is_whole_table("a\n1\n"));
  BOOST_TEST(!is_whole_table("a,b\n"));
  BOOST_TEST(!is_whole_table(""));
}

BOOST_AUTO_TEST_CASE(quotes_in_the_wrong_place_make_none) {
  BOOST_TEST(!is_whole_table("a,b\n1,\"x\"y\n"));
  BOOST_TEST(!is_whole_table("a,b\n1,2\n1,\"x\n"));
  BOOST_TEST(is_whole_table("a,b\n1,x\"y\n"));
}

BOOST_AUTO_TEST_CASE(comments_and_escapes_are_those_of_the_dialect) {
  BOOST_TEST(!is_whole_table("a,b\n# x\n1,2\n"));
  BOOST_TEST(is_whole_table("a,b\n# x\n1,2\n", {",", '#', '\0'}));
  BOOST_TEST(!is_whole_table("a,b\n\"x\\\",\",2\n"));
  BOOST_TEST(is_whole_table("a,b\n\"x\\\",\",2\\,\\\n\n", {",", '\0', '\\'}));
}

BOOST_AUTO_TEST_CASE(the_last_record_of_a_text_that_goes_on_tells_nothing) {
  BOOST_TEST(is_table("a,b\n1,2\n3", {}, false));
  BOOST_TEST(is_table("a,b\n1,2\n3,\"x\n", {}, false));
  BOOST_TEST(!is_table("a,b\n1,2\n3", {}, true));
}

BOOST_AUTO_TEST_SUITE_END()
