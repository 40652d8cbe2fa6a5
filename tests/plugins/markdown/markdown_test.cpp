// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "plugins/harness.hpp"

BOOST_AUTO_TEST_SUITE(markdown_markdown)

namespace {

using dp::Type;
using dp::data::Value;
using dp::test::Batch;
using dp::test::Cell;
using dp::test::Task;

const dp::Schema kHits = {{"path", Type::string}, {"hits", Type::int64}, {"day", Type::date}};

Value option(const std::string& key, Value value) {
  auto map = Value::map();
  map.add(key, std::move(value));
  return map;
}

Task open(Value options = Value::map()) {
  auto task = Task::open("markdown", "markdown", std::move(options)).value();
  BOOST_REQUIRE(task.begin());
  return task;
}

std::string page(const std::vector<std::vector<Cell>>& rows, Value options = Value::map()) {
  auto task = open(std::move(options));
  BOOST_REQUIRE(task.section("top", kHits));
  for (const auto& row : rows) BOOST_REQUIRE(task.write(Batch(kHits, {row})));
  BOOST_REQUIRE(task.end());
  return task.bytes();
}

}  // namespace

BOOST_AUTO_TEST_CASE(columns_stand_in_line_with_numbers_to_the_right) {
  BOOST_TEST(page({{"/index.html", 12, 0}, {"/a|b", 12345, nullptr}}) ==
             "| path        |  hits | day        |\n"
             "| ----------- | ----: | ---------- |\n"
             "| /index.html |    12 | 1970-01-01 |\n"
             "| /a\\|b       | 12345 |            |\n");
}

BOOST_AUTO_TEST_CASE(narrow_columns_have_a_rule_that_is_one) {
  auto task = open();
  const dp::Schema schema = {{"a", Type::string}, {"b", Type::float64}};
  BOOST_REQUIRE(task.section("", schema));
  BOOST_REQUIRE(task.write(Batch(schema, {{"x", 0.5}})));
  BOOST_REQUIRE(task.end());
  BOOST_TEST(task.bytes() ==
             "| a   |    b |\n"
             "| --- | ---: |\n"
             "| x   |  0.5 |\n");
}

BOOST_AUTO_TEST_CASE(without_alignment_there_are_no_blanks) {
  BOOST_TEST(page({{"/index.html", 12, 0}}, option("align", Value::of(false))) ==
             "| path | hits | day |\n"
             "| --- | ---: | --- |\n"
             "| /index.html | 12 | 1970-01-01 |\n");
}

BOOST_AUTO_TEST_CASE(a_null_is_nothing_or_what_is_asked_for) {
  const std::vector<std::vector<Cell>> rows = {{nullptr, nullptr, nullptr}};
  BOOST_TEST(page(rows, option("align", Value::of(false))).ends_with("|\n|  |  |  |\n"));
  BOOST_TEST(page(rows, option("null_text", Value::of(std::string("n|a"))))
                 .ends_with("| n\\|a | n\\|a | n\\|a |\n"));
}

BOOST_AUTO_TEST_CASE(several_results_have_their_names_as_headings) {
  auto task = open();
  const dp::Schema schema = {{"n", Type::string}};
  BOOST_REQUIRE(task.section("by_day", schema));
  BOOST_REQUIRE(task.write(Batch(schema, {{"x"}})));
  BOOST_REQUIRE(task.section("*all*", schema));
  BOOST_REQUIRE(task.end());
  BOOST_TEST(task.bytes() ==
             "## by_day\n\n| n   |\n| --- |\n| x   |\n"
             "\n## \\*all\\*\n\n| n   |\n| --- |\n");
}

BOOST_AUTO_TEST_CASE(an_instance_can_write_one_file_after_the_other) {
  auto task = open();
  for (int i = 0; i < 2; ++i) {
    task.forget();
    BOOST_REQUIRE(task.begin());
    BOOST_REQUIRE(task.section("one", {{"n", Type::string}}));
    BOOST_REQUIRE(task.end());
    BOOST_TEST(task.bytes() == "| n   |\n| --- |\n");
  }
}

BOOST_AUTO_TEST_CASE(a_long_result_comes_in_pieces) {
  auto task = open(option("align", Value::of(false)));
  const dp::Schema schema = {{"n", Type::string}};
  BOOST_REQUIRE(task.section("one", schema));
  const std::string text(1000, 'x');
  for (int i = 0; i < 1000; ++i) BOOST_REQUIRE(task.write(Batch(schema, {{text}})));
  BOOST_REQUIRE(task.end());
  BOOST_TEST(task.bytes().size() == 14U + 1000U * 1005U);
}

BOOST_AUTO_TEST_CASE(a_result_without_columns_is_refused) {
  auto task = open();
  const auto status = task.section("empty", {});
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::invalid_pipeline));
  BOOST_TEST(status.error().message ==
             "markdown: result 'empty' has no columns (got none, expected one at least)");
}

BOOST_AUTO_TEST_SUITE_END()
