// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/placing.hpp"

#include <boost/test/unit_test.hpp>

#include "plugins/xml/fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(xml_columns_placing)

namespace {
namespace xml = dp::xml;
using dp::test::why;

dp::Result<dp::test::Task> open(const std::string& record, const dp::test::Pairs& columns,
                                const std::string& explode = "") {
  dp::test::Given given{{"record", dp::data::Value::of(record)},
                        {"columns", dp::test::texts_of(columns)},
                        {"explode", dp::data::Value::of(explode)}};
  dp::test::Setting setting;
  setting.role = DP_READER;
  return dp::test::Task::open("xml", "xml", dp::test::map_of(given), std::move(setting));
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_path_says_where_it_begins) {
  const auto parent = xml::column_path("../../a/@b").value();
  BOOST_TEST(parent.level == 2u);
  BOOST_TEST(parent.text() == "a/@b");
  BOOST_TEST(xml::column_path("..").value().level == 1u);
  BOOST_TEST(xml::column_path("..").value().text() == ".");
  BOOST_TEST(xml::column_path("a").value().level == 0u);
  const auto of_item = xml::column_path("/feed/title").value();
  BOOST_TEST(of_item.level == xml::Path::kOfItem);
  BOOST_TEST(of_item.text() == "feed/title");
  for (const char* bad : {"", "/", "/@id", "/./a", "../", "a/..", "a/../b", "...", "../.."})
    BOOST_TEST((!xml::column_path(bad) || std::string(bad) == "../.."), bad);
}

BOOST_AUTO_TEST_CASE(parents_must_be_named) {
  BOOST_TEST(
      why(open("line", {{"id", "../@id"}})) ==
      "columns.id: got a path in what the record is in, 1 levels up, expected 'record' to "
      "name that: order/line, or /orders/order/line (got 'line')");
  BOOST_TEST(why(open("*/line", {{"id", "../@id"}})).starts_with("columns.id: got a path in"));
  BOOST_TEST(why(open("/orders/*/line", {{"id", "../@id"}})) == "");
  BOOST_TEST(why(open("/orders/order/line", {{"id", "../../../@id"}}))
                 .starts_with("columns.id: got a path in what the record is in, 3 levels up"));
}

BOOST_AUTO_TEST_CASE(what_is_exploded_is_a_path_of_elements) {
  BOOST_TEST(
      why(open("r", {{"a", "a"}}, "a/@b")) ==
      "explode: got 'a/@b', expected the path of elements in the record, each of which is "
      "a row: line, or lines/line");
  BOOST_TEST(why(open("r", {{"a", "a"}}, "."))
                 .starts_with("explode: got '.', expected the path of elements"));
  BOOST_TEST(why(open("r", {{"a", "a"}}, "a/b")) == "");
}

BOOST_AUTO_TEST_SUITE_END()
