// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/rest.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "plugins/csv/fixture.hpp"

BOOST_AUTO_TEST_SUITE(xml_columns_rest)

namespace {

using dp::data::Value;
using dp::test::Given;
using dp::test::kNull;
using dp::test::Reject;
using dp::test::Rows;
using Notes = std::vector<std::string>;

const std::string kSample = "<t><r i='1'><a>1</a><b><c>x</c></b></r></t>";

/// A reader that takes what the records of the sample have.
dp::test::Task open_xml(const char* word, const std::string& sample = kSample,
                        const Given& more = {}) {
  dp::test::Setting setting;
  setting.sample = sample;
  setting.role = DP_READER;
  setting.refutes = true;
  setting.growing = true;
  Given given{{"record", Value::of("r")}, {"columns", Value::of(word)}};
  given.insert(given.end(), more.begin(), more.end());
  return dp::test::Task::open("xml", "xml", dp::test::map_of(given), std::move(setting))
      .value();
}

std::string left_out(int offset, const std::string& path, int records) {
  return std::to_string(offset) + ": '" + path +
         "' is left out, for none of the first records has it (columns: first) (" +
         std::to_string(records) + ")";
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_path_that_is_left_out_is_told_with_the_number_of_records) {
  const std::string text =
      "<t><r i='2' j='3'><a>2</a><b><c>y</c><d>z</d></b></r>"
      "<r><b><d>&lt;</d></b>text</r><r i='4'><a k='1'>5</a></r></t>";
  auto task = open_xml("first");
  BOOST_REQUIRE(task.read(text, {.head = text}));
  BOOST_TEST(task.rows() == (Rows{{"2", "2", "y"}, {kNull, kNull, kNull}, {"4", "5", kNull}}));
  BOOST_TEST(task.rejects().empty());
  BOOST_TEST(task.notes() == (Notes{left_out(53, ".", 1), left_out(3, "@j", 1),
                                    left_out(82, "a/@k", 1), left_out(3, "b/d", 2)}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(rows_in_a_record_tell_of_it_once) {
  const std::string sample = "<t><r i='1'><l><a>1</a></l></r></t>";
  auto task = open_xml("first", sample, {{"explode", Value::of("l")}});
  const std::string text = "<t><r i='1'><l><a>1</a><n>2</n></l><l><a>3</a><n>4</n></l></r></t>";
  BOOST_REQUIRE(task.read(text, {.head = text}));
  BOOST_TEST(task.rows() == (Rows{{"1", "1"}, {"1", "3"}}));
  BOOST_TEST(task.notes() == (Notes{left_out(3, "l/n", 1)}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(records_of_other_paths_are_rejected_if_columns_are_strict) {
  auto task = open_xml("strict");
  task.need({"i"});
  const std::string records[] = {"<r i='2'><a>2</a><b><c/></b></r>", "<r i='3'><a>2</a></r>",
                                 "<r i='4' j=''><a>2</a><b><c/></b></r>",
                                 "<r i='5'><a/><b><c>1</c></b>text</r>"};
  std::string text = "<t>";
  for (const auto& record : records) text += record;
  text += "</t>";
  BOOST_REQUIRE(task.read(text, {.head = text}));
  BOOST_TEST(task.column("i") == (dp::test::Row{"2"}), boost::test_tools::per_element());
  const std::string end = " (columns: strict, of what the first records have)";
  BOOST_TEST(task.rejects() ==
                 (std::vector<Reject>{{35, records[1], "'b/c': got none, expected one" + end},
                                      {56, records[2], "'@j': got one, expected none" + end},
                                      {93, records[3], "'.': got one, expected none" + end}}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
