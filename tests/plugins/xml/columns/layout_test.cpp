// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/layout.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/xml/fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(xml_columns_layout)

namespace {
using dp::Type;
using dp::test::try_xml;
using dp::test::why;

const std::string kSample = "<a><r id='1'><t>x</t></r></a>";
}  // namespace

BOOST_AUTO_TEST_CASE(columns_that_are_named_have_guessed_types) {
  const auto task =
      try_xml(kSample, "r", {{"n", "@id"}, {"text", "t"}, {"none", "b/@c"}}).value();
  BOOST_TEST((task.schema() == dp::Schema{{"n", Type::int64}, {"text"}, {"none"}}));
}

BOOST_AUTO_TEST_CASE(types_that_are_given_win) {
  const auto task = try_xml(kSample, "r", {{"n", "@id"}}, {{"n", "string"}}).value();
  BOOST_TEST((task.schema() == dp::Schema{{"n", Type::string}}));
}

BOOST_AUTO_TEST_CASE(what_is_no_type_is_refused_with_the_cure) {
  const std::string known =
      "types.n: expected one of auto, string, int, float, decimal, bool, date, timestamp ";
  BOOST_TEST(why(try_xml(kSample, "r", {{"n", "t"}}, {{"n", "json"}})) ==
             known +
                 "(got 'json'); XML has no values of JSON, and text in which JSON stands is a "
                 "string: types: {n: string}");
  BOOST_TEST(why(try_xml(kSample, "r", {{"n", "t"}}, {{"n", "itn"}})) ==
             known + "(got 'itn'), did you mean 'int'?");
  BOOST_TEST(why(try_xml(kSample, "r", {{"n", "t"}}, {{"n", "number"}})) ==
             known + "(got 'number')");
}

BOOST_AUTO_TEST_CASE(what_is_no_path_or_no_pattern_is_refused) {
  BOOST_TEST(
      why(try_xml(kSample, "r", {{"n", "a//b"}})) ==
      "columns.n: got 'a//b', expected a path in the record: \"@id\", title, a/b, "
      "\"a/b/@c\", or \".\" for its own text; in what it is in: \"../@id\"; or from the root "
      "on: /feed/title");
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
      "'entry', expected one of /a/r, /a/r/t, /a); if it comes later, give the columns with "
      "'columns'");
  BOOST_TEST(try_xml(kSample, "entry", {{"n", "@id"}}).has_value());
}

BOOST_AUTO_TEST_CASE(columns_that_are_found_are_named_by_their_paths) {
  const auto names = [](const std::string& sample) {
    std::vector<std::string> all;
    const auto task = try_xml(sample, "r").value();
    for (const auto& column : task.schema()) all.push_back(column.name);
    return all;
  };
  BOOST_TEST(names("<a><r id='1'>x<p cur='EUR'>5</p><q><w/></q></r></a>") ==
                 (std::vector<std::string>{"id", "text", "p", "p/@cur", "q/w"}),
             boost::test_tools::per_element());
  BOOST_TEST(names("<a><r id='1' text='2'>x<id>3</id></r></a>") ==
                 (std::vector<std::string>{"id", "text", ".", "./id"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(keys_are_paths_and_back) {
  namespace xml = dp::xml;
  for (const char* text : {"@i", "a", "x:a/b", "a/@b", "."}) {
    const auto path = xml::Path::parse(text).value();
    BOOST_TEST((xml::path_of(xml::key_of(path)) == path), text);
    BOOST_TEST(path.text() == text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
