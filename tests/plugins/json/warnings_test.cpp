// SPDX-License-Identifier: Apache-2.0
#include "json/warnings.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(json_warnings)

namespace {

using dp::data::Value;
using dp::test::Given;
using dp::test::Pairs;
using dp::test::texts_of;

const std::string kUsers = "{\"id\":1,\"user\":{\"name\":\"x\"}}\n{\"id\":2}\n";
const std::string kOrders =
    "{\"id\":1,\"orders\":[{\"day\":\"d\",\"items\":[{\"sku\":\"a\"},{\"price\":2}]}]}\n"
    "{\"id\":2,\"orders\":[]}\n";

Given options(const Pairs& columns, const std::vector<const char*>& explode = {}) {
  std::vector<Value> items;
  for (const char* path : explode) items.push_back(Value::of(path));
  return {{"columns", texts_of(columns)}, {"explode", Value::list(std::move(items))}};
}

/// What is warned of, a line each.
std::string warnings(const std::string& sample, const Given& given) {
  dp::test::Setting setting;
  setting.sample = sample.substr(0, DP_HEAD_BYTES);
  setting.role = DP_READER;
  setting.refutes = true;  // as hosts do that can warn
  const auto task =
      dp::test::Task::open("json", "json", dp::test::map_of(given), setting).value();
  std::string all;
  for (const auto& warning : task.warnings()) all += warning + "\n";
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_path_that_no_record_has_is_warned_of) {
  BOOST_TEST(warnings(kUsers, options({{"n", "user.name"}, {"all", "."}})) == "");
  BOOST_TEST(warnings(kUsers, options({{"n", "user.nmae"}, {"i", "ID"}, {"x", "zzz"}})) ==
             "columns.n: no record at the beginning has 'user.nmae', did you mean "
             "'user.name'?\n"
             "columns.i: no record at the beginning has 'ID', did you mean 'id'?\n"
             "columns.x: no record at the beginning has 'zzz'\n");
  BOOST_TEST(warnings(kUsers, options({{"n", "uesr.name"}})) ==
             "columns.n: no record at the beginning has 'uesr.name', did you mean "
             "'user.name'?\n");
  BOOST_TEST(warnings("", options({{"n", "uesr.name"}})) == "");
}

BOOST_AUTO_TEST_CASE(an_array_that_no_record_has_is_warned_of) {
  BOOST_TEST(warnings(kOrders, options({{"id", "id"}}, {"orders", "orders.items"})) == "");
  BOOST_TEST(warnings(kOrders, options({{"id", "id"}}, {"ordres"})) ==
             "explode[0]: no record at the beginning has 'ordres', did you mean 'orders'?\n");
  BOOST_TEST(warnings(kOrders, options({{"id", "id"}}, {"orders", "orders.itmes"})) ==
             "explode[1]: no record at the beginning has 'orders.itmes', did you mean "
             "'orders.items'?\n");
  BOOST_TEST(warnings(kOrders, options({{"id", "id"}}, {"zzz", "zzz.items"})) ==
             "explode[0]: no record at the beginning has 'zzz'\n");
}

BOOST_AUTO_TEST_CASE(paths_into_an_array_are_held_against_its_elements) {
  BOOST_TEST(warnings(kOrders, options({{"s", "orders.items.skv"}, {"d", "orders.dya"}},
                                       {"orders", "orders.items"})) ==
             "columns.s: no record at the beginning has 'orders.items.skv', did you mean "
             "'orders.items.sku'?\n"
             "columns.d: no record at the beginning has 'orders.dya', did you mean "
             "'orders.day'?\n");
  // Also where the array's own path is wrong; of columns whose paths are right nothing is said.
  BOOST_TEST(warnings(kOrders, options({{"d", "ordres.day"}}, {"ordres"})) ==
             "explode[0]: no record at the beginning has 'ordres', did you mean 'orders'?\n"
             "columns.d: no record at the beginning has 'ordres.day', did you mean "
             "'orders.day'?\n");
  BOOST_TEST(warnings(kOrders, options({{"d", "orders.day"}}, {"ordres"})) ==
             "explode[0]: no record at the beginning has 'ordres', did you mean 'orders'?\n");
}

BOOST_AUTO_TEST_CASE(a_path_through_an_array_is_told_how_to_go_on) {
  BOOST_TEST(warnings(kOrders, options({{"d", "orders.day"}})) ==
             "columns.d: no record at the beginning has 'orders.day' ('orders' is an array: "
             "'orders.0.day' is of its first element; rows of each: explode: orders)\n");
  BOOST_TEST(warnings(kOrders, options({{"s", "orders.items.sku"}}, {"orders"})) ==
             "columns.s: no record at the beginning has 'orders.items.sku' ('orders.items' is "
             "an array: 'orders.items.0.sku' is of its first element; rows of each: explode: "
             "[orders, orders.items])\n");
  BOOST_TEST(warnings("{\"a\":[1],\"b\":[{\"c\":1}]}", options({{"c", "b.c"}}, {"a"})) ==
             "columns.c: no record at the beginning has 'b.c' ('b' is an array: 'b.0.c' is of "
             "its first element)\n");
}

BOOST_AUTO_TEST_CASE(what_the_sample_cuts_is_there) {
  auto given = options({{"n", "n"}, {"x", "rows.x"}, {"t", "t"}}, {"rows"});
  given.emplace_back("layout", Value::of("document"));
  const std::string rows = "{\"n\":1,\"t\":\"" + std::string(20000, 't') + "\",\"rows\":[";
  std::string text = rows;
  while (text.size() < 2 * DP_HEAD_BYTES) text += "{\"x\":1},";
  BOOST_TEST(warnings(text + "{}]}", given) == "");
  given = options({{"t", "t"}});
  given.emplace_back("layout", Value::of("document"));
  BOOST_TEST(
      warnings("{\"n\":1,\"t\":\"" + std::string(2 * DP_HEAD_BYTES, 't') + "\"}", given) == "");
}

BOOST_AUTO_TEST_SUITE_END()
