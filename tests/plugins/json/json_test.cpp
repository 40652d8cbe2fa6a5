// SPDX-License-Identifier: Apache-2.0
#include <simdjson.h>

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(json_json)

namespace {

using dp::Type;
using dp::data::Value;
using dp::test::Batch;
using dp::test::Cell;
using dp::test::Task;

struct Result {
  std::string name;
  dp::Schema schema;
  std::vector<std::vector<Cell>> rows;
};

const dp::Schema kPair = {{"path", Type::string}, {"hits", Type::int64}};
const dp::Schema kCodes = {{"status", Type::int64}, {"hits", Type::int64}};

const Result kTop = {"top", kPair, {{"/a", 5}, {"/b \"x\"", 3}}};
const Result kStatus = {"status", kCodes, {{200, 7}, {404, 1}}};
const Result kTotals = {"totals", {{"hits", Type::int64}, {"mean", Type::float64}}, {{8, 0.5}}};

Value shapes(const std::vector<std::pair<std::string, std::string>>& given, int indent = 2) {
  auto map = Value::map();
  for (const auto& [name, shape] : given) map.add(name, Value::of(shape));
  auto all = Value::map();
  all.add("shape", map);
  all.add("indent", Value::of(std::int64_t{indent}));
  return all;
}

dp::Status drive(Task& task, const std::vector<Result>& results) {
  DP_CHECK(task.begin());
  for (const auto& result : results) {
    DP_CHECK(task.section(result.name, result.schema));
    for (const auto& row : result.rows) DP_CHECK(task.write(Batch(result.schema, {row})));
  }
  return task.end();
}

std::string document(const std::vector<Result>& results, Value options = Value::map()) {
  auto task = Task::open("json", "json", std::move(options)).value();
  const auto status = drive(task, results);
  BOOST_REQUIRE_MESSAGE(status, (status ? "" : status.error().message));
  simdjson::dom::parser parser;
  const auto text = task.bytes();
  const auto parsed = parser.parse(simdjson::padded_string(text));
  BOOST_REQUIRE_MESSAGE(parsed.error() == simdjson::SUCCESS, text);
  return text;
}

std::string refusal(const std::vector<Result>& results, Value options = Value::map()) {
  auto task = Task::open("json", "json", std::move(options)).value();
  const auto status = drive(task, results);
  BOOST_REQUIRE(!status);
  return status.error().message;
}

}  // namespace

BOOST_AUTO_TEST_CASE(one_result_alone_is_an_array_of_objects_one_a_line) {
  BOOST_TEST(document({kTop}) ==
             "[\n"
             "  {\"path\": \"/a\", \"hits\": 5},\n"
             "  {\"path\": \"/b \\\"x\\\"\", \"hits\": 3}\n"
             "]\n");
}

BOOST_AUTO_TEST_CASE(several_results_are_members_in_their_order) {
  BOOST_TEST(document({kTop, kStatus}) ==
             "{\n"
             "  \"top\": [\n"
             "    {\"path\": \"/a\", \"hits\": 5},\n"
             "    {\"path\": \"/b \\\"x\\\"\", \"hits\": 3}\n"
             "  ],\n"
             "  \"status\": [\n"
             "    {\"status\": 200, \"hits\": 7},\n"
             "    {\"status\": 404, \"hits\": 1}\n"
             "  ]\n"
             "}\n");
}

BOOST_AUTO_TEST_CASE(shapes_make_one_document_of_many_results) {
  const auto options =
      shapes({{"totals", "merge"}, {"status", "map"}, {"top", "pairs"}, {"paths", "values"}});
  const Result paths = {"paths", {{"path", Type::string}}, {{"/a"}, {"/b"}}};
  BOOST_TEST(document({kTotals, kStatus, kTop, paths}, options) ==
             "{\n"
             "  \"hits\": 8,\n"
             "  \"mean\": 0.5,\n"
             "  \"status\": {\n"
             "    \"200\": 7,\n"
             "    \"404\": 1\n"
             "  },\n"
             "  \"top\": [\n"
             "    [\"/a\", 5],\n"
             "    [\"/b \\\"x\\\"\", 3]\n"
             "  ],\n"
             "  \"paths\": [\n"
             "    \"/a\",\n"
             "    \"/b\"\n"
             "  ]\n"
             "}\n");
}

BOOST_AUTO_TEST_CASE(without_indent_all_is_one_line) {
  const auto options = shapes({{"totals", "merge"}, {"status", "map"}, {"top", "pairs"}}, 0);
  BOOST_TEST(document({kStatus, kTotals, kTop}, options) ==
             "{\"status\":{\"200\":7,\"404\":1},\"hits\":8,\"mean\":0.5,"
             "\"top\":[[\"/a\",5],[\"/b \\\"x\\\"\",3]]}\n");
  BOOST_TEST(document({kTop}, shapes({}, 0)) ==
             "[{\"path\":\"/a\",\"hits\":5},{\"path\":\"/b \\\"x\\\"\",\"hits\":3}]\n");
}

BOOST_AUTO_TEST_CASE(indent_is_the_blanks_of_a_level) {
  BOOST_TEST(document({{"n", {{"n", Type::int64}}, {{1}}}, {"m", {{"m", Type::int64}}, {}}},
                      shapes({{"n", "record"}}, 4)) ==
             "{\n"
             "    \"n\": {\n"
             "        \"n\": 1\n"
             "    },\n"
             "    \"m\": []\n"
             "}\n");
}

BOOST_AUTO_TEST_CASE(a_record_alone_is_the_document) {
  for (const char* shape : {"record", "merge"})
    BOOST_TEST(document({kTotals}, shapes({{"totals", shape}})) ==
               "{\n  \"hits\": 8,\n  \"mean\": 0.5\n}\n");
}

BOOST_AUTO_TEST_CASE(a_record_among_others_keeps_its_name) {
  BOOST_TEST(document({kTotals, {"n", {{"n", Type::int64}}, {}}},
                      shapes({{"totals", "record"}, {"n", "values"}}, 0)) ==
             "{\"totals\":{\"hits\":8,\"mean\":0.5},\"n\":[]}\n");
}

BOOST_AUTO_TEST_CASE(results_without_rows_are_empty) {
  BOOST_TEST(document({{"top", kPair, {}}}) == "[]\n");
  BOOST_TEST(document({{"top", kPair, {}}}, shapes({{"top", "map"}})) == "{}\n");
  BOOST_TEST(document({}) == "[]\n");
}

BOOST_AUTO_TEST_CASE(keys_of_a_map_may_have_any_type) {
  const Result hours = {"hours",
                        {{"hour", Type::timestamp}, {"hits", Type::int64}},
                        {{0, 1}, {nullptr, 2}, {3'600'000'000, nullptr}}};
  BOOST_TEST(document({hours}, shapes({{"hours", "map"}}, 0)) ==
             "{\"1970-01-01T00:00:00Z\":1,\"null\":2,\"1970-01-01T01:00:00Z\":null}\n");
}

BOOST_AUTO_TEST_CASE(json_stands_as_it_is_and_as_a_key_it_is_text) {
  const Result odd = {"odd",
                      {{"k", Type::json}, {"v", Type::json}},
                      {{"\"\\u0041\"", "[1, {}]"}, {"{}", "1E5"}}};
  BOOST_TEST(document({odd}, shapes({}, 0)) ==
             "[{\"k\":\"\\u0041\",\"v\":[1, {}]},{\"k\":{},\"v\":1E5}]\n");
  BOOST_TEST(document({odd}, shapes({{"odd", "map"}}, 0)) == "{\"A\":[1, {}],\"{}\":1E5}\n");
}

BOOST_AUTO_TEST_CASE(nulls_and_numbers_that_json_lacks_are_null) {
  const Result odd = {"odd", {{"x", Type::float64}}, {{nullptr}, {HUGE_VAL}, {1.5}}};
  BOOST_TEST(document({odd}, shapes({{"odd", "values"}}, 0)) == "[null,null,1.5]\n");
}

BOOST_AUTO_TEST_CASE(more_rows_than_fit_a_buffer_are_all_written) {
  Result many = {"many", {{"n", Type::int64}}, {}};
  std::string expected = "[";
  for (int i = 0; i < 50'000; ++i) {
    many.rows.push_back({i});
    if (i != 0) expected += ',';
    expected += std::to_string(i);
  }
  BOOST_TEST((document({many}, shapes({{"many", "values"}}, 0)) == expected.append("]\n")));
}

BOOST_AUTO_TEST_CASE(an_instance_may_write_one_document_after_the_other) {
  auto task = Task::open("json", "json").value();
  BOOST_REQUIRE(drive(task, {kTop, kStatus}));
  const auto first = task.bytes();
  task.forget();
  BOOST_REQUIRE(drive(task, {kTop, kStatus}));
  BOOST_TEST(task.bytes() == first);
}

BOOST_AUTO_TEST_CASE(columns_that_do_not_suit_the_shape_are_refused) {
  BOOST_TEST(
      refusal({kTop}, shapes({{"top", "values"}})) ==
      "json: result 'top' as shape 'values': the number of columns is wrong (got 2: path, "
      "hits; expected 1)");
  BOOST_TEST(
      refusal({{"n", {{"n", Type::int64}}, {}}}, shapes({{"n", "map"}})) ==
      "json: result 'n' as shape 'map': the number of columns is wrong (got 1: n; expected 2)");
}

BOOST_AUTO_TEST_CASE(rows_that_do_not_suit_the_shape_are_refused) {
  BOOST_TEST(refusal({kTop}, shapes({{"top", "record"}})) ==
             "json: result 'top' as shape 'record': more rows than one; use shape 'rows'");
  BOOST_TEST(
      refusal({{"top", kPair, {{"/a", 1}, {"/a", 2}}}}, shapes({{"top", "map"}})) ==
      "json: result 'top' as shape 'map': two rows have the key '/a'; use shape 'pairs'");
}

BOOST_AUTO_TEST_CASE(a_record_without_a_row_has_null_for_every_column) {
  BOOST_TEST(
      document({{"top", kPair, {}}, kStatus}, shapes({{"top", "merge"}, {"status", "map"}})) ==
      "{\n"
      "  \"path\": null,\n"
      "  \"hits\": null,\n"
      "  \"status\": {\n"
      "    \"200\": 7,\n"
      "    \"404\": 1\n"
      "  }\n"
      "}\n");
}

BOOST_AUTO_TEST_CASE(a_shape_for_a_result_that_is_not_there_is_refused) {
  BOOST_TEST(refusal({kTop, kStatus}, shapes({{"tops", "map"}})) ==
             "json: shape: no result of this name (got 'tops', expected one of: status, top)");
}

BOOST_AUTO_TEST_CASE(a_shape_that_does_not_exist_is_refused_with_its_place) {
  const auto task = Task::open("json", "json", shapes({{"top", "maps"}}));
  BOOST_REQUIRE(!task);
  BOOST_TEST(
      task.error().message ==
      "shape.top: no such shape (got 'maps', expected rows|record|merge|map|pairs|values)");
}

BOOST_AUTO_TEST_CASE(two_members_of_one_name_are_refused) {
  BOOST_TEST(refusal({kTotals, {"hits", kPair, {}}}, shapes({{"totals", "merge"}})) ==
             "json: result 'hits': the document has a member 'hits' already: rename one of the "
             "two");
}

BOOST_AUTO_TEST_SUITE_END()
