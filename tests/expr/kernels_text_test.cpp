// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "cases.hpp"
#include "evaluate.hpp"
#include "expr/evaluator.hpp"
#include "expr/kernel.hpp"

BOOST_AUTO_TEST_SUITE(kernels_text)

using namespace dp;
using namespace dp::expr;
using dp::test::Case;
using dp::test::Row;
using dp::test::SampleBatch;

namespace {

const Case kCases[] = {
    {"string(1.5)", "'1.5'"},
    {"string(2.0)", "'2'"},
    {"length('gr\xC3\xBC\xC3\x9F')", "4"},
    {"substring('gr\xC3\xBC\xC3\x9F', 3, 1)", "'\xC3\xBC'"},
    {"substring('abc', -2)", "'bc'"},
    {"substring('abc', -9, 2)", "'ab'"},
    {"substring('abc', 9)", "''"},
    {"substring('abc', 1, -1)", "''"},
    {"split_part('/a/b', '/', 2)", "'a'"},
    {"split_part('/a/b', '/', 4)", "''"},
    {"split_part('/a/b', '/', 0)", "''"},
    {"lower('\xC3\x84"
     "ABC')",
     "'\xC3\x84"
     "abc'"},
    {"concat('a text that is long', ', and ', 'more')", "'a text that is long, and more'"},
    {"starts_with('abc', 'ab')", "true"},
    {"ends_with('abc', 'ab')", "false"},
    {"contains('', '')", "true"},
    {"upper('abc')", "'ABC'"},
    {"string(true)", "'true'"},
};

}  // namespace

BOOST_DATA_TEST_CASE(borders_of_every_rule, boost::unit_test::data::make(kCases), sample) {
  BOOST_TEST(dp::test::value_of(sample.text) == sample.result);
}

BOOST_AUTO_TEST_CASE(a_search_finds_a_part_at_every_place_and_length) {
  const Schema schema = {{"s", Type::string}, {"p", Type::string}};
  const auto expression = Expression::parse("contains(s, p)");
  auto evaluator = Evaluator::make(*expression, schema);
  BOOST_REQUIRE(evaluator);
  std::vector<Row> rows;
  std::vector<bool> expected;
  for (std::size_t size = 0; size < 70; ++size)
    for (std::size_t part = 1; part < 20; part += 3)
      for (std::size_t at = 0; at <= size; at += 5) {
        std::string text(size, 'a');
        const std::string wanted = std::string(part - 1, 'a') + "b";
        const bool fits = at + part <= size;
        if (fits) text.replace(at, part, wanted);
        rows.push_back({text, wanted});
        expected.push_back(fits);
      }
  const SampleBatch sample(schema, rows);
  const ArrowArray& column = *evaluator->evaluate(sample.view()).value();
  for (std::size_t i = 0; i < rows.size(); ++i)
    BOOST_REQUIRE_EQUAL(BoolColumn(column)[i], expected[i]);
}

BOOST_AUTO_TEST_CASE(members_of_json_are_json_and_nulls_are_null) {
  const Schema schema = {{"j", Type::json}};
  const std::vector<Row> rows = {{R"({"a":"a text that is long","b":{"c":null,"d":[1,2]}})"},
                                 {R"({"a":null,"b":{"c":3}})"},
                                 {R"({"b":{"c":4}})"},
                                 {R"([5])"},
                                 {dp::test::Cell{}}};
  using Texts = std::vector<std::string>;
  const auto of = [&](const char* text) {
    Texts values;
    for (const auto& row : rows) values.push_back(dp::test::value_of(text, schema, row));
    return values;
  };
  const auto all = boost::test_tools::per_element();
  BOOST_TEST(of("member(j, 'a')") ==
                 (Texts{"'\"a text that is long\"'", "null", "null", "null", "null"}),
             all);
  BOOST_TEST(of("int(member(j, 'b.c'))") == (Texts{"null", "3", "4", "null", "null"}), all);
  BOOST_TEST(of("member(j, 'b.d.1')") == (Texts{"'2'", "null", "null", "null", "null"}), all);
  BOOST_TEST(of("without(j, 'a', 'b.c')") ==
                 (Texts{"'{\"b\":{\"d\":[1,2]}}'", "null", "null", "'[5]'", "null"}),
             all);
}

BOOST_AUTO_TEST_SUITE_END()
