// SPDX-License-Identifier: Apache-2.0
#include "expr/plugin_call.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "expr/evaluator.hpp"
#include "fake_functions.hpp"
#include "sample_batch.hpp"

BOOST_AUTO_TEST_SUITE(plugin_call)

using namespace dp;
using namespace dp::expr;
using dp::test::Cell;
using dp::test::cell_of;
using dp::test::FakeFunctions;
using dp::test::SampleBatch;
using dp::test::show;

namespace {

const Schema kSchema = {{"i", Type::int64},   {"f", Type::float64},   {"s", Type::string},
                        {"b", Type::boolean}, {"t", Type::timestamp}, {"d", Type::date}};

const std::vector<test::Row> kRows = {
    {std::int64_t{1}, 1.5, "a", true, std::int64_t{1'000'000}, std::int64_t{10}},
    {Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}},
    {std::int64_t{3}, -2.5, "a text that is long", false, std::int64_t{-5}, std::int64_t{-1}},
    {std::int64_t{4}, 0.0, "", true, std::int64_t{0}, std::int64_t{0}},
};

/// The values of an expression over kRows: "2 null 6 8".
std::string values(const char* text, FakeFunctions& functions) {
  const auto expression = Expression::parse(text);
  BOOST_REQUIRE(expression);
  auto evaluator = Evaluator::make(*expression, kSchema, &functions);
  BOOST_REQUIRE_MESSAGE(evaluator, evaluator.error().message);
  const SampleBatch sample(kSchema, kRows);
  const auto array = evaluator->evaluate(sample.view());
  if (!array) return array.error().message;
  std::string out;
  for (std::size_t row = 0; row < kRows.size(); ++row)
    out += (row == 0 ? "" : " ") + show(cell_of(**array, evaluator->type(), row));
  return out;
}

struct Case {
  const char* text;
  const char* values;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.text; }

const Case kCases[] = {
    {"twice(i)", "2 null 6 8"},
    {"twice(f)", "3f null -5f 0f"},
    {"twice(i + 1) * 10", "40 null 80 100"},
    {"country(s)", "'en:a' null 'en:a text that is long' 'en:'"},
    {"country(s, 'de')", "'de:a' null 'de:a text that is long' 'de:'"},
    {"length(country(concat(s, '!')))", "5 null 23 4"},
    {"country('a constant text')",
     "'en:a constant text' 'en:a constant text' 'en:a constant text' 'en:a constant text'"},
    {"any(b, i == 3)", "true false true true"},
    {"not any(b, b)", "false true true false"},
    {"next_day(d)", "11 null 0 1"},
    {"next_day(date(t)) == '1970-01-02'", "true null false true"},
    {"later(t, f)", "2500000 null -2500005 0"},
    {"later(d, 1)", "864001000000 null -86399000000 1000000"},
    {"twice(twice(i))", "4 null 12 16"},
    {"coalesce(country(s), 'none')", "'en:a' 'none' 'en:a text that is long' 'en:'"},
};

}  // namespace

BOOST_DATA_TEST_CASE(a_functions_values_are_those_of_its_rows,
                     boost::unit_test::data::make(kCases), c) {
  FakeFunctions functions;
  BOOST_TEST(values(c.text, functions) == c.values);
}

BOOST_AUTO_TEST_CASE(a_batch_is_one_call) {
  FakeFunctions functions;
  values("twice(i) + twice(i + 1)", functions);
  const std::vector<std::size_t> expected = {4, 4};
  BOOST_TEST(functions.calls == expected, boost::test_tools::per_element());
}

/// The rows that a condition keeps, and the calls it took: "0 3; 2".
std::string kept(const char* text, FakeFunctions& functions) {
  const auto expression = Expression::parse(text);
  BOOST_REQUIRE(expression);
  auto evaluator = Evaluator::make(*expression, kSchema, &functions);
  BOOST_REQUIRE_MESSAGE(evaluator, evaluator.error().message);
  const SampleBatch sample(kSchema, kRows);
  functions.calls.clear();
  const auto rows = evaluator->select(sample.view());
  if (!rows) return rows.error().message;
  std::string out;
  for (const auto row : *rows) out += std::to_string(row) + " ";
  out += ";";
  for (const auto size : functions.calls) out += " " + std::to_string(size);
  return out;
}

BOOST_AUTO_TEST_CASE(a_condition_calls_it_for_the_rows_that_are_left_and_no_others) {
  FakeFunctions functions;
  BOOST_TEST(kept("country(s) == 'en:a'", functions) == "0 ; 4");
  BOOST_TEST(kept("i > 1 and twice(i) == 8", functions) == "3 ; 2");
  BOOST_TEST(kept("b or country(s) == 'en:a text that is long'", functions) == "0 2 3 ; 2");
  BOOST_TEST(kept("i > 100 and twice(i) == 8", functions) == ";");
  BOOST_TEST(kept("i > 2 and (i == 4 or next_day(d) == '1970-01-01')", functions) == "2 3 ; 1");
  BOOST_TEST(kept("i > 1 and any(b, false)", functions) == "3 ; 2");
}

BOOST_AUTO_TEST_CASE(a_call_that_fails_fails_the_batch_and_not_the_next) {
  FakeFunctions functions;
  const auto expression = Expression::parse("fails(s) == 'x'");
  BOOST_REQUIRE(expression);
  auto evaluator = Evaluator::make(*expression, {{"s", Type::string}}, &functions);
  BOOST_REQUIRE(evaluator);
  const SampleBatch bad({{"s", Type::string}}, {{"x"}, {"bad"}});
  const SampleBatch good({{"s", Type::string}}, {{"y"}, {"x"}});
  const auto failed = evaluator->select(bad.view());
  BOOST_REQUIRE(!failed);
  BOOST_TEST(failed.error().message == "fails: got 'bad'");
  const auto rows = evaluator->select(good.view());
  BOOST_REQUIRE(rows);
  BOOST_REQUIRE(rows->size() == 1U);
  BOOST_TEST((*rows)[0] == 1U);
}

BOOST_AUTO_TEST_CASE(an_array_of_another_length_is_refused) {
  FakeFunctions functions;
  BOOST_TEST(values("lies(i)", functions) ==
             "lies: its result is not an array of 4 values of the type int");
}

BOOST_AUTO_TEST_SUITE_END()
