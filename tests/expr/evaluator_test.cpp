// SPDX-License-Identifier: Apache-2.0
#include "expr/evaluator.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "random_expressions.hpp"
#include "reference.hpp"

using namespace dp;
using namespace dp::expr;
using dp::test::Cell;
using dp::test::cell_of;
using dp::test::Random;
using dp::test::Row;
using dp::test::SampleBatch;
using dp::test::show;
namespace data = boost::unit_test::data;

namespace {

const Schema& kSchema = dp::test::kRandomSchema;

/// What the oracle says, in the type that the evaluator gives.
std::string expected(const Expression& expression, Type type, const Row& row) {
  Cell cell = test::interpret(expression, kSchema, row).cell;
  if (const auto* whole = std::get_if<std::int64_t>(&cell); whole && type == Type::float64)
    cell = static_cast<double>(*whole);
  return show(cell);
}

std::string value_of(std::string_view text, const Schema& schema, const Row& row) {
  const auto expression = Expression::parse(text);
  BOOST_REQUIRE_MESSAGE(expression, text);
  auto evaluator = Evaluator::make(*expression, schema);
  BOOST_REQUIRE_MESSAGE(evaluator, text);
  const SampleBatch sample(schema, {row});
  return show(cell_of(evaluator->evaluate(sample.view()), evaluator->type(), 0));
}

struct Case {
  const char* text;
  const char* value;
};
std::ostream& operator<<(std::ostream& out, const Case& sample) { return out << sample.text; }

const Case kCases[] = {
    {"9223372036854775807 + 1", "null"},
    {"-9223372036854775808 - 1", "null"},
    {"4611686018427387904 * 2", "null"},
    {"-(-9223372036854775808)", "null"},
    {"abs(-9223372036854775808)", "null"},
    {"-9223372036854775808 % -1", "0"},
    {"7 % -3", "1"},
    {"-7 % 3", "-1"},
    {"7 % 0", "null"},
    {"1 / 0", "null"},
    {"7 / 2", "3.5f"},
    {"6 / 2", "3f"},
    {"0.1 + 0.2", "0.30000000000000004f"},
    {"int('42')", "42"},
    {"int(' +42 ')", "42"},
    {"int('4.2')", "null"},
    {"int('')", "null"},
    {"int('9223372036854775808')", "null"},
    {"int(-2.9)", "-2"},
    {"int(1e300)", "null"},
    {"float('1e3')", "1000f"},
    {"float('x')", "null"},
    {"string(1.5)", "'1.5'"},
    {"string(2.0)", "'2'"},
    {"string(timestamp('2026-11-01 10:00:00.25'))", "'2026-11-01T10:00:00.250Z'"},
    {"string(timestamp('2026-11-01T10:00:00+02:00'))", "'2026-11-01T08:00:00Z'"},
    {"timestamp('2026-11-01 08:00') == '2026-11-01T10:00:00+02:00'", "true"},
    {"string(date('2026-11-01'))", "'2026-11-01'"},
    {"date('2026-02-29')", "null"},
    {"timestamp('soon')", "null"},
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
    {"round(2.5)", "3f"},
    {"round(-2.5)", "-3f"},
    {"weekday(date('2026-11-22'))", "7"},
    {"trunc(timestamp('2026-11-22 10:11:12'), 'week') == '2026-11-16'", "true"},
    {"trunc(timestamp('2024-03-31 10:11:12'), 'month') == '2024-03-01'", "true"},
    {"date('2026-03-01') - date('2026-02-01')", "28"},
    {"timestamp('2026-11-01 00:01') - timestamp('2026-11-01')", "60f"},
    {"strftime(timestamp('2026-11-01 10:00:00'), '%d/%b/%Y:%H')", "'01/Nov/2026:10'"},
    {"n is null", "true"},
    {"n > 1 or true", "true"},
    {"n > 1 and true", "null"},
    {"n > 1 and false", "false"},
    {"not (n > 1)", "null"},
    {"n in (1, 2)", "null"},
    {"if(n > 1, 'a', 'b')", "'b'"},
    {"coalesce(n, 5)", "5"},
    {"'b' > 'ab'", "true"},
    {"'a' < 'a\x01'", "true"},
    {"'\xC3\xA9' > 'z'", "true"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(evaluator)

BOOST_DATA_TEST_CASE(borders_of_every_rule, data::make(kCases), sample) {
  BOOST_TEST(value_of(sample.text, {{"n", Type::int64}}, {Cell{}}) == sample.value);
}

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
      const ArrowArray& column = evaluator->evaluate(sample.view());
      BOOST_REQUIRE_EQUAL(column.length, static_cast<std::int64_t>(count));
      for (std::size_t row = 0; row < count; ++row) {
        const auto got = show(cell_of(column, evaluator->type(), row));
        const auto want = expected(*expression, evaluator->type(), rows[row]);
        BOOST_REQUIRE_MESSAGE(got == want,
                              text << " row " << row << ": got " << got << ", want " << want);
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
      std::vector<std::uint32_t> want;
      for (std::size_t row = 0; row < rows.size(); ++row)
        if (expected(*expression, Type::boolean, rows[row]) == "true")
          want.push_back(static_cast<std::uint32_t>(row));
      const auto got = evaluator->select(sample.view());
      BOOST_REQUIRE_MESSAGE(std::equal(got.begin(), got.end(), want.begin(), want.end()), text);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_search_finds_a_part_at_every_place_and_length) {
  const Schema schema = {{"s", Type::string}, {"p", Type::string}};
  const auto expression = Expression::parse("contains(s, p)");
  auto evaluator = Evaluator::make(*expression, schema);
  BOOST_REQUIRE(evaluator);
  std::vector<Row> rows;
  std::vector<bool> want;
  for (std::size_t size = 0; size < 70; ++size)
    for (std::size_t part = 1; part < 20; part += 3)
      for (std::size_t at = 0; at <= size; at += 5) {
        std::string text(size, 'a');
        const std::string wanted = std::string(part - 1, 'a') + "b";
        const bool fits = at + part <= size;
        if (fits) text.replace(at, part, wanted);
        rows.push_back({text, wanted});
        want.push_back(fits);
      }
  const SampleBatch sample(schema, rows);
  const ArrowArray& column = evaluator->evaluate(sample.view());
  for (std::size_t i = 0; i < rows.size(); ++i)
    BOOST_REQUIRE_EQUAL(BoolColumn(column)[i], want[i]);
}

BOOST_AUTO_TEST_CASE(a_plain_column_is_handed_on_as_it_is) {
  const auto expression = Expression::parse("s");
  auto evaluator = Evaluator::make(*expression, kSchema);
  BOOST_REQUIRE(evaluator);
  Random random(1);
  const SampleBatch sample(kSchema, random.rows(5));
  BOOST_TEST(&evaluator->evaluate(sample.view()) == &sample.view().column(4));
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
  const auto kept = evaluator->select(BatchView(batch));
  BOOST_REQUIRE_EQUAL(kept.size(), 1u);
  BOOST_TEST(kept[0] == 1u);
}

BOOST_AUTO_TEST_CASE(times_at_the_ends_of_their_range_have_no_calendar) {
  const Schema schema = {{"t", Type::timestamp}};
  for (const auto* text : {"year(t)", "trunc(t, 'year')", "strftime(t, '%Y')"}) {
    BOOST_TEST(value_of(text, schema, {std::int64_t{INT64_MIN}}) == "null");
    BOOST_TEST(value_of(text, schema, {std::int64_t{INT64_MAX}}) == "null");
  }
  const Schema dates = {{"d", Type::date}};
  BOOST_TEST(value_of("timestamp(d)", dates, {std::int64_t{INT32_MAX}}) == "null");
  BOOST_TEST(value_of("d == '2026-01-01'", dates, {std::int64_t{INT32_MAX}}) == "false");
}

BOOST_AUTO_TEST_CASE(make_gives_the_mistakes_of_check) {
  const auto expression = Expression::parse("nothing > 1");
  const auto evaluator = Evaluator::make(*expression, kSchema);
  BOOST_REQUIRE(!evaluator);
  BOOST_TEST(evaluator.error().message == "there is no column 'nothing'");
}

BOOST_AUTO_TEST_SUITE_END()
