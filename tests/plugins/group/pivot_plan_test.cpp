// SPDX-License-Identifier: Apache-2.0
#include "group/pivot_plan.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>
#include <vector>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(group_pivot_plan)

namespace {

using dp::Schema;
using dp::Type;
using dp::data::Value;
using dp::test::Task;

const Schema kInput = {{"shop", Type::string, true},
                       {"month", Type::string, true},
                       {"sales", Type::decimal, true},
                       {"year", Type::int64, false},
                       {"day", Type::date, true}};

Value list(const std::vector<std::string>& texts) {
  auto made = Value::list({});
  for (const auto& text : texts) made.items.push_back(Value::of(text));
  return made;
}

/// "OPTION: MESSAGE" of what is wrong with the options, or "opened".
std::string opened(const std::vector<std::pair<std::string, Value>>& given,
                   const std::string& name = "month", const std::string& value = "sales") {
  auto map = Value::map();
  for (const auto& [key, each] : given) map.add(key, each);
  map.add("name", Value::of(name));
  map.add("value", Value::of(value));
  const auto task = Task::open("pivot", "pivot", map, {.input = kInput, .sample = {}});
  return task ? "opened" : task.error().message;
}

}  // namespace

BOOST_AUTO_TEST_CASE(columns_are_found_or_the_nearest_is_named) {
  const std::pair<std::string, Value> columns("columns", list({"jan", "feb"}));
  BOOST_TEST(opened({columns}) == "opened");
  BOOST_TEST(opened({columns}, "mont") == "name: no column 'mont', did you mean 'month'?");
  BOOST_TEST(opened({columns}, "month", "sale") ==
             "value: no column 'sale', did you mean 'sales'?");
  BOOST_TEST(opened({columns}, "month", "month") ==
             "value: expected another column than name has");
  BOOST_TEST(opened({columns}, "year") ==
             "name: 'year' is int, expected a string: cast it before, cast: {year: string}");
}

BOOST_AUTO_TEST_CASE(names_are_there_once_and_no_keys) {
  BOOST_TEST(opened({{"columns", list({})}}) == "columns: expected names (got none)");
  BOOST_TEST(opened({{"columns", list({"jan", "jan"})}}) == "columns[1]: 'jan' is there twice");
  BOOST_TEST(opened({{"columns", list({"jan", "year"})}}) ==
             "columns[1]: 'year' is already a column of the result");
  BOOST_TEST(opened({{"columns", list({"jan", "year"})}, {"by", list({"shop"})}}) == "opened");
}

BOOST_AUTO_TEST_CASE(keys_are_other_columns) {
  const std::pair<std::string, Value> columns("columns", list({"jan"}));
  BOOST_TEST(opened({columns, {"by", list({"shop", "month"})}}) ==
             "by[1]: 'month' is spread over columns");
  BOOST_TEST(opened({columns, {"by", list({"shop", "shop"})}}) ==
             "by[1]: 'shop' is there twice");
  BOOST_TEST(opened({columns, {"by", list({"shap"})}}) ==
             "by[0]: no column 'shap', did you mean 'shop'?");
}

BOOST_AUTO_TEST_CASE(functions_and_fills_fit_the_values) {
  const auto with = [](const std::string& value, const std::string& combine,
                       const std::string& fill) {
    std::vector<std::pair<std::string, Value>> given = {{"columns", list({"jan"})},
                                                        {"combine", Value::of(combine)}};
    if (!fill.empty()) given.emplace_back("fill", Value::of(fill));
    return opened(given, "month", value);
  };
  BOOST_TEST(with("sales", "sum", "0.00") == "opened");
  BOOST_TEST(with("shop", "error", "none") == "opened");
  BOOST_TEST(with("shop", "count", "0") == "opened");
  BOOST_TEST(with("shop", "sum", "") == "combine: sum expects a number, 'shop' is string");
  BOOST_TEST(with("sales", "sum", "none") ==
             "fill: got 'none', expected a value of the type decimal");
  BOOST_TEST(with("year", "error", "1.5") ==
             "fill: got '1.5', expected a value of the type int");
  BOOST_TEST(with("year", "mean", "1.5") == "opened");
  BOOST_TEST(with("day", "max", "2026-01-01") ==
             "fill: got '2026-01-01', expected a value of the type date");
}

BOOST_AUTO_TEST_SUITE_END()
