// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/layout.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/xml/fixture.hpp"
#include "why.hpp"

namespace {
using dp::Type;
using dp::test::try_xml;
using dp::test::why;

const std::string kSample = "<a><r id='1'><t>x</t></r></a>";
}  // namespace

BOOST_AUTO_TEST_SUITE(xml_columns_layout)

BOOST_AUTO_TEST_CASE(columns_that_are_named_have_guessed_types) {
  const auto task =
      try_xml(kSample, "r", {{"n", "@id"}, {"text", "t"}, {"none", "b/@c"}}).value();
  BOOST_TEST((task.schema() == dp::Schema{{"n", Type::int64}, {"text"}, {"none"}}));
}

BOOST_AUTO_TEST_CASE(types_that_are_given_win) {
  const auto task = try_xml(kSample, "r", {{"n", "@id"}}, {{"n", "string"}}).value();
  BOOST_TEST((task.schema() == dp::Schema{{"n", Type::string}}));
}

BOOST_AUTO_TEST_CASE(what_is_no_path_or_no_pattern_is_refused) {
  BOOST_TEST(why(try_xml(kSample, "r", {{"n", "a//b"}})) ==
             "columns.n: got 'a//b', expected a path in the record: \"@id\", title, a/b, "
             "\"a/b/@c\", or \".\" for its own text");
  BOOST_TEST(why(try_xml(kSample, "a[1]")) ==
             "record: got 'a[1]', expected an element's name or path: page, feed/entry, or "
             "/feed/entry from the root on");
}

BOOST_AUTO_TEST_CASE(a_type_in_the_place_of_a_path_is_seen) {
  BOOST_TEST(why(try_xml(kSample, "r", {{"n", "int"}})) ==
             "columns.n: got 'int', which no record at the beginning has (for a type: types: "
             "{n: int}; for the child: ./int)");
}

BOOST_AUTO_TEST_CASE(a_record_that_the_sample_lacks_needs_columns) {
  BOOST_TEST(
      why(try_xml(kSample, "entry")) ==
      "record: no such record with columns in the first 29 bytes of the first input (got "
      "'entry'): give the columns with 'columns'");
  BOOST_TEST(try_xml(kSample, "entry", {{"n", "@id"}}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
