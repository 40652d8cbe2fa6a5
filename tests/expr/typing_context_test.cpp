// SPDX-License-Identifier: Apache-2.0
#include "expr/typing_context.hpp"

#include <boost/test/unit_test.hpp>

#include "cases.hpp"

BOOST_AUTO_TEST_SUITE(typing_context)

using namespace dp;
using namespace dp::expr;

namespace {

/// "a == b" with operands of these types; `right` may be text that is written out.
struct Fixture {
  explicit Fixture(std::string_view text = "path == 'x'")
      : expression(Expression::parse(text).value()), typing(expression) {
    for (const auto& node : expression.nodes()) typing.set_next(add(node));
  }
  Place add(const ExpressionNode& node) {
    if (node.op == Op::string)
      return typing.nodes().add(Constant{false, 0, 0, node.text}, Type::string);
    if (node.op == Op::null) return typing.nodes().add(Constant{true, 0, 0, ""}, Type::boolean);
    const auto column = find_column(test::kLogSchema, node.text);
    if (!column) return typing.nodes().add(Operation(node.op), Type::boolean);
    return typing.nodes().add(ColumnPlace{*column}, test::kLogSchema[*column].type);
  }
  [[nodiscard]] const ExpressionNode& root() const { return expression.root(); }
  [[nodiscard]] std::string pair() const {
    return test::show(typing
                          .refuse_pair(root(), "these differ", typing.child(root(), 0),
                                       typing.child(root(), 1))
                          .value());
  }
  Expression expression;
  TypingContext typing;
};

std::string pair_of(std::string_view text) { return Fixture(text).pair(); }

}  // namespace

BOOST_AUTO_TEST_CASE(operands_are_known_by_their_place_and_type) {
  const Fixture given("path == agent");
  const auto& left = given.typing.child(given.root(), 0);
  const auto& right = given.typing.child(given.root(), 1);
  BOOST_TEST(given.typing.place_of(left) == 0U);
  BOOST_TEST(given.typing.place_of(right) == 1U);
  BOOST_TEST((given.typing.type_of(right) == Type::string));
  BOOST_TEST(std::get<ColumnPlace>(given.typing.typed(right).what).column == 3U);
}

BOOST_AUTO_TEST_CASE(a_long_operand_is_described_as_this) {
  const Fixture given("path == 'a text of more than forty bytes, quotes included'");
  BOOST_TEST(given.typing.describe(given.typing.child(given.root(), 0)) == "path is a string");
  BOOST_TEST(given.typing.describe(given.typing.child(given.root(), 1)) == "this is a string");
}

BOOST_AUTO_TEST_CASE(types_have_an_article) {
  BOOST_TEST(a_type(Type::int64) == "an int");
  BOOST_TEST(a_type(Type::float64) == "a float");
}

BOOST_AUTO_TEST_CASE(a_null_among_the_operands_is_found) {
  const Fixture given("path == null");
  const auto error = given.typing.null_operand(given.root());
  BOOST_REQUIRE(error);
  BOOST_TEST(
      test::show(*error) ==
      "8+4 null cannot be an operand here | to ask whether x is null, write 'x is null'");
  BOOST_TEST(!Fixture("path == 'x'").typing.null_operand(given.root()));
}

BOOST_AUTO_TEST_CASE(two_values_that_do_not_go_together_get_a_hint_that_fits) {
  BOOST_TEST(pair_of("status == bot") == "0+13 these differ: status is an int, bot is a bool");
  BOOST_TEST(
      pair_of("status == '404'") ==
      "0+15 these differ: status is an int, '404' is a string | write 404 without quotes");
  BOOST_TEST(
      pair_of("'monday' < time") ==
      "0+8 'monday' is not a time | write 'YYYY-MM-DD' or 'YYYY-MM-DD hh:mm:ss', which is "
      "UTC, or add an offset such as +02:00");
  BOOST_TEST(pair_of("path == time") ==
             "0+12 these differ: path is a string, time is a timestamp | timestamp(x) reads a "
             "time from text");
  BOOST_TEST(pair_of("bot == path") ==
             "0+11 these differ: bot is a bool, path is a string | string(x) makes text of a "
             "value; int(x) and float(x) read text");
}

BOOST_AUTO_TEST_SUITE_END()
