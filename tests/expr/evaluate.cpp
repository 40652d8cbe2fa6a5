// SPDX-License-Identifier: Apache-2.0
#include "evaluate.hpp"

#include <boost/test/unit_test.hpp>

#include "expr/evaluator.hpp"

namespace dp::test {

std::string value_of(std::string_view text, const Schema& schema, const Row& row) {
  const auto expression = expr::Expression::parse(text);
  BOOST_REQUIRE_MESSAGE(expression, text);
  auto evaluator = expr::Evaluator::make(*expression, schema);
  BOOST_REQUIRE_MESSAGE(evaluator, text);
  const SampleBatch sample(schema, {row});
  const auto* values = evaluator->evaluate(sample.view()).value();
  if (evaluator->type() == Type::decimal && !ColumnView(*values).is_null(0))
    return DecimalColumn(*values)[0].text() + "d";
  return show(cell_of(*values, evaluator->type(), 0));
}

std::string value_of(std::string_view text) {
  return value_of(text, {{"n", Type::int64}}, {Cell{}});
}

}  // namespace dp::test
