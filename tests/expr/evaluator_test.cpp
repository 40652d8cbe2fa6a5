// SPDX-License-Identifier: Apache-2.0
#include "expr/evaluator.hpp"

#include <boost/test/unit_test.hpp>

#include "random_expressions.hpp"
#include "reference.hpp"

BOOST_AUTO_TEST_SUITE(evaluator)

using namespace dp;
using namespace dp::expr;
using dp::test::Cell;
using dp::test::cell_of;
using dp::test::Random;
using dp::test::Row;
using dp::test::SampleBatch;
using dp::test::show;

namespace {

const Schema& kSchema = dp::test::kRandomSchema;

/// What the oracle says, in the type that the evaluator gives.
std::string by_reference(const Expression& expression, Type type, const Row& row) {
  Cell cell = test::interpret(expression, kSchema, row).cell;
  if (const auto* whole = std::get_if<std::int64_t>(&cell); whole && type == Type::float64)
    cell = static_cast<double>(*whole);
  return show(cell);
}

}  // namespace

/// Law: for any expression and rows the evaluator agrees with a row-by-row interpreter.
BOOST_AUTO_TEST_CASE(random_expressions_agree_with_a_plain_interpreter) {
  Random random(20261122);
  std::size_t nulls = 0;
  std::size_t compared = 0;
  for (int round = 0; round < 1500; ++round) {
    const Type type = random.of(
        {Type::boolean, Type::int64, Type::float64, Type::string, Type::timestamp, Type::date});
    const std::string text = random.expression(type, 4);
    const auto expression = Expression::parse(text);
    BOOST_REQUIRE_MESSAGE(expression, text);
    BOOST_REQUIRE_EQUAL(Expression::parse(expression->to_string())->to_string(),
                        expression->to_string());
    auto evaluator = Evaluator::make(*expression, kSchema);
    BOOST_REQUIRE_MESSAGE(evaluator, text);
    for (const std::size_t count : {random.below(40), random.below(130)}) {
      const auto rows = random.rows(count);
      const SampleBatch sample(kSchema, rows);
      const ArrowArray& column = *evaluator->evaluate(sample.view()).value();
      BOOST_REQUIRE_EQUAL(column.length, static_cast<std::int64_t>(count));
      for (std::size_t row = 0; row < count; ++row) {
        const auto got = show(cell_of(column, evaluator->type(), row));
        const auto expected = by_reference(*expression, evaluator->type(), rows[row]);
        BOOST_REQUIRE_MESSAGE(got == expected, text << " row " << row << ": got " << got
                                                    << ", expected " << expected);
        nulls += got == "null" ? 1 : 0;
        ++compared;
      }
    }
  }
  BOOST_TEST(compared > 50'000u);
  BOOST_TEST(nulls > compared / 20);
  BOOST_TEST(nulls < compared / 2);
}

BOOST_AUTO_TEST_CASE(where_keeps_the_rows_that_are_true) {
  Random random(7);
  for (int round = 0; round < 800; ++round) {
    const std::string text = random.expression(Type::boolean, 4);
    const auto expression = Expression::parse(text);
    BOOST_REQUIRE(expression);
    auto evaluator = Evaluator::make(*expression, kSchema);
    BOOST_REQUIRE(evaluator);
    for (int batch = 0; batch < 2; ++batch) {
      const auto rows = random.rows(random.below(100));
      const SampleBatch sample(kSchema, rows);
      std::vector<std::uint32_t> expected;
      for (std::size_t row = 0; row < rows.size(); ++row)
        if (by_reference(*expression, Type::boolean, rows[row]) == "true")
          expected.push_back(static_cast<std::uint32_t>(row));
      const auto got = evaluator->select(sample.view()).value();
      BOOST_REQUIRE_MESSAGE(
          std::equal(got.begin(), got.end(), expected.begin(), expected.end()), text);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_plain_column_is_handed_on_as_it_is) {
  const auto expression = Expression::parse("s");
  auto evaluator = Evaluator::make(*expression, kSchema);
  BOOST_REQUIRE(evaluator);
  Random random(1);
  const SampleBatch sample(kSchema, random.rows(5));
  BOOST_TEST(evaluator->evaluate(sample.view()).value() == &sample.view().column(4));
}

BOOST_AUTO_TEST_CASE(only_the_columns_that_it_reads_need_to_be_filled) {
  const Schema schema = {{"unused", Type::string}, {"i", Type::int64}, {"j", Type::int64}};
  const auto expression = Expression::parse("j > i and i > 0");
  auto evaluator = Evaluator::make(*expression, schema);
  BOOST_REQUIRE(evaluator);
  const std::vector<std::size_t> reads = {1, 2};
  BOOST_TEST(evaluator->reads() == reads, boost::test_tools::per_element());
  BatchBuilder builder(schema, 2);
  const std::uint8_t used[] = {0, 1, 1};
  builder.set_used(used);
  for (const std::size_t row : {0u, 1u}) {
    builder.column(1).put(row, static_cast<std::int64_t>(row));
    builder.column(2).put(row, std::int64_t{5});
  }
  const auto batch = builder.finish(2, 0).value();
  const auto kept = evaluator->select(BatchView(batch)).value();
  BOOST_REQUIRE_EQUAL(kept.size(), 1u);
  BOOST_TEST(kept[0] == 1u);
}

BOOST_AUTO_TEST_CASE(make_gives_the_mistakes_of_check) {
  const auto expression = Expression::parse("nothing > 1");
  const auto evaluator = Evaluator::make(*expression, kSchema);
  BOOST_REQUIRE(!evaluator);
  BOOST_TEST(evaluator.error().message == "there is no column 'nothing'");
}

BOOST_AUTO_TEST_SUITE_END()
