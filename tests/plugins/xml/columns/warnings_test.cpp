// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/warnings.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/xml/fixture.hpp"

BOOST_AUTO_TEST_SUITE(xml_columns_warnings)

namespace {
using dp::test::Given;
using dp::test::Pairs;
using dp::test::texts_of;
using Names = std::vector<std::string>;

Given of(const std::string& record, const Pairs& columns = {},
         const std::string& explode = "") {
  Given given{{"record", dp::data::Value::of(record)}};
  if (!columns.empty()) given.emplace_back("columns", texts_of(columns));
  if (!explode.empty()) given.emplace_back("explode", dp::data::Value::of(explode));
  return given;
}

void check(const std::string& sample, const Given& given, const Names& expected,
           bool is_whole = true) {
  dp::test::Setting setting;
  setting.sample = sample;
  setting.sample_cut = !is_whole;
  setting.role = DP_READER;
  setting.refutes = true;
  const auto task =
      dp::test::Task::open("xml", "xml", dp::test::map_of(given), std::move(setting)).value();
  BOOST_TEST(task.warnings() == expected, boost::test_tools::per_element());
}

const std::string kFeed =
    "<feed><title>T</title><entry id='1'><title>x</title><link href='u'/></entry></feed>";
}  // namespace

BOOST_AUTO_TEST_CASE(a_path_that_no_record_has_is_told_with_those_that_there_are) {
  check(
      kFeed, of("entry", {{"t", "titel"}, {"id", "@id"}}),
      {"columns.t: no record at the beginning of the input has 'titel' (there are title, @id, "
       "link, link/@href)"});
  check(kFeed, of("entry", {{"t", "title"}, {"h", "link/@href"}, {"f", "/feed/title"}}), {});
}

BOOST_AUTO_TEST_CASE(in_a_part_of_the_input_only_what_is_alike_is_told) {
  const auto given = of("entry", {{"t", "titel"}, {"summary", "summary"}});
  check(
      kFeed, given,
      {"columns.t: no record at the beginning of the input has 'titel' (there are title, @id, "
       "link, link/@href)"},
      false);
}

BOOST_AUTO_TEST_CASE(a_path_from_the_root_that_is_nowhere_is_told) {
  check(kFeed, of("entry", {{"t", "/feed/titel"}}),
        {"columns.t: nothing before the first record is '/feed/titel' (there are /feed/title, "
         "/feed/entry/title, /feed, /feed/entry, /feed/entry/link)"});
}

BOOST_AUTO_TEST_CASE(a_record_that_is_called_like_an_element_is_told) {
  check(kFeed, of("entri", {{"t", "title"}}),
        {"record: no such record at the beginning of the input (got 'entri', expected one of "
         "/feed/entry, /feed/title, /feed/entry/title, /feed, /feed/entry/link)"});
  check("<feed/>", of("entry", {{"t", "title"}}), {});
}

BOOST_AUTO_TEST_CASE(elements_that_are_to_be_rows_and_are_not_there_are_told) {
  check("<a><r><line n='1'/></r></a>", of("r", {{"n", "line/@n"}}, "lnie"),
        {"explode: no record at the beginning of the input has 'lnie' (there are line)"});
  check("<a><r><line n='1'/></r></a>", of("r", {{"n", "line/@n"}}, "line"), {});
}

BOOST_AUTO_TEST_CASE(names_that_two_columns_would_have_are_told) {
  check("<a><r id='1'><id>2</id></r></a>", of("r"),
        {"record: the record's child is the column './id', for another column is called 'id'"});
  check(
      "<a><r><id>2</id></r><r id='1' text='x'>y</r></a>", of("r"),
      {"record: the record's attribute is the column '@id', for another column is called 'id'",
       "record: the record's own text is the column '.', for another column is called 'text'"});
}

BOOST_AUTO_TEST_SUITE_END()
