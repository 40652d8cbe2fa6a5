// SPDX-License-Identifier: Apache-2.0
#include "expr/typed_nodes.hpp"

#include <boost/test/unit_test.hpp>

namespace typed_nodes {

using namespace dp;
using namespace dp::expr;

namespace {

struct Fixture {
  Place integer(std::int64_t value) {
    return nodes.add(Constant{false, value, 0, "", Decimal(value)}, Type::int64);
  }
  Place text(const char* value) {
    return nodes.add(Constant{false, 0, 0, value, {}}, Type::string);
  }
  Place null() { return nodes.add(Constant{true, 0, 0, "", {}}, Type::boolean); }
  Place number(const char* text) {
    const auto value = Decimal::parse(text);
    return nodes.add(Constant{false, 0, value.value().to_double(), "", value}, Type::float64);
  }
  Place arithmetic(Op op, Place a, Place b) {
    return nodes.add(Operation(op), Type::float64,
                     {nodes.convert(a, Type::float64), nodes.convert(b, Type::float64)});
  }
  Place column(Type type) { return nodes.add(ColumnPlace{0}, type); }

  /// "timestamp", or "none".
  std::string common(Place a, Place b) {
    const auto type = nodes.common(a, b);
    BOOST_TEST((nodes.common(b, a) == type));
    return type ? std::string(type_name(*type)) : "none";
  }
  [[nodiscard]] Widening widening(Place place) const {
    return std::get<Widening>(std::get<Operation>(nodes[place].what));
  }
  TypedNodes nodes;
};

}  // namespace
}  // namespace typed_nodes

BOOST_FIXTURE_TEST_SUITE(typed_nodes, Fixture)

BOOST_AUTO_TEST_CASE(a_node_costs_what_it_and_its_operands_do) {
  const Place a =
      nodes.add(Operation(Function::lower), Type::string, {column(Type::string)}, 4);
  const Place b = nodes.add(Operation(Function::concat), Type::string, {a, a}, 3);
  BOOST_TEST(nodes[b].cost == 11);
  BOOST_TEST(nodes[b].children.size() == 2U);
  BOOST_TEST((nodes[b].operand == Type::string));
  BOOST_TEST(nodes.take().size() == 3U);
}

BOOST_AUTO_TEST_CASE(only_a_string_that_is_written_out_is_text) {
  BOOST_REQUIRE(nodes.text(text("abc")) != nullptr);
  BOOST_TEST(*nodes.text(text("abc")) == "abc");
  BOOST_TEST(nodes.text(integer(1)) == nullptr);
  BOOST_TEST(nodes.text(column(Type::string)) == nullptr);
  const Place empty = null();
  BOOST_TEST(nodes.text(nodes.convert(empty, Type::string)) == nullptr);
}

BOOST_AUTO_TEST_CASE(values_that_can_be_compared_have_a_common_type) {
  const Place number = integer(1);
  const Place time = column(Type::timestamp);
  const Place day = column(Type::date);
  BOOST_TEST(common(number, integer(2)) == "int");
  BOOST_TEST(common(number, column(Type::float64)) == "float");
  BOOST_TEST(common(time, day) == "timestamp");
  BOOST_TEST(common(day, text("2026-11-01")) == "date");
  BOOST_TEST(common(day, text("2026-11-01 10:00")) == "timestamp");
  BOOST_TEST(common(time, text("2026-11-01")) == "timestamp");
  BOOST_TEST(common(time, text("monday")) == "none");
  BOOST_TEST(common(time, column(Type::string)) == "none");
  BOOST_TEST(common(number, text("1")) == "none");
  BOOST_TEST(common(number, column(Type::boolean)) == "none");
}

BOOST_AUTO_TEST_CASE(a_constant_is_converted_where_it_is) {
  const Place number = integer(3);
  BOOST_TEST(nodes.convert(number, Type::float64) == number);
  BOOST_TEST(nodes[number].constant()->number == 3.0);
  BOOST_TEST((nodes[number].type == Type::float64));
  const Place day = text("1970-01-11");
  BOOST_TEST(nodes.convert(day, Type::date) == day);
  BOOST_TEST(nodes[day].constant()->integer == 10);
  const Place time = text("1970-01-01 00:00:01");
  BOOST_TEST(nodes.convert(time, Type::timestamp) == time);
  BOOST_TEST(nodes[time].constant()->integer == 1'000'000);
  const Place empty = null();
  BOOST_TEST(nodes.convert(empty, Type::date) == empty);
  BOOST_TEST((nodes[empty].type == Type::date));
  BOOST_TEST(nodes[empty].is_null());
}

BOOST_AUTO_TEST_CASE(other_values_get_a_node_that_widens_them) {
  const Place number = column(Type::int64);
  const Place wide = nodes.convert(number, Type::float64);
  BOOST_TEST(wide != number);
  BOOST_TEST((nodes[wide].type == Type::float64));
  BOOST_TEST((nodes[wide].operand == Type::int64));
  BOOST_TEST((widening(wide) == Widening::int_to_float));
  BOOST_TEST(nodes.convert(wide, Type::float64) == wide);
  const Place time = nodes.convert(column(Type::date), Type::timestamp);
  BOOST_TEST((widening(time) == Widening::date_to_timestamp));
  const Place exact = nodes.convert(number, Type::decimal);
  BOOST_TEST((widening(exact) == Widening::int_to_decimal));
  const Place rough = nodes.convert(column(Type::decimal), Type::float64);
  BOOST_TEST((widening(rough) == Widening::decimal_to_float));
}

BOOST_AUTO_TEST_CASE(a_decimal_goes_with_numbers_that_are_exact) {
  const Place price = column(Type::decimal);
  BOOST_TEST(common(price, column(Type::decimal)) == "decimal");
  BOOST_TEST(common(price, integer(1)) == "decimal");
  BOOST_TEST(common(price, column(Type::int64)) == "decimal");
  BOOST_TEST(common(price, number("1.10")) == "decimal");
  BOOST_TEST(common(price, column(Type::float64)) == "float");
  BOOST_TEST(common(price, column(Type::string)) == "none");
  // A float that no decimal is, and what is computed of floats.
  const Place huge = nodes.add(Constant{false, 0, 1e300, "", {}}, Type::float64);
  BOOST_TEST(common(price, huge) == "float");
  BOOST_TEST(common(price, arithmetic(Op::add, number("1"), column(Type::float64))) == "float");
  BOOST_TEST(common(price, arithmetic(Op::add, number("1"), column(Type::int64))) == "decimal");
  BOOST_TEST((nodes.number_type({integer(1), column(Type::int64)}) == Type::int64));
  BOOST_TEST((nodes.number_type({integer(1), number("0.5")}) == Type::float64));
  BOOST_TEST((nodes.number_type({integer(1), number("0.5"), price}) == Type::decimal));
}

BOOST_AUTO_TEST_CASE(what_is_computed_of_exact_numbers_is_computed_anew_as_a_decimal) {
  const Place sum = arithmetic(Op::add, number("0.1"), column(Type::int64));
  const Place exact = nodes.convert(sum, Type::decimal);
  BOOST_TEST(exact != sum);
  BOOST_TEST((nodes[exact].type == Type::decimal));
  BOOST_TEST(nodes[exact].is(Op::add));
  const auto& operands = nodes[exact].children;
  BOOST_TEST(nodes[operands[0]].constant()->decimal->text() == "0.1");
  BOOST_TEST((nodes[operands[0]].type == Type::decimal));
  BOOST_TEST((widening(operands[1]) == Widening::int_to_decimal));
}

BOOST_AUTO_TEST_CASE(json_goes_with_text_as_text) {
  BOOST_TEST(common(column(Type::json), column(Type::string)) == "string");
  BOOST_TEST(common(column(Type::json), column(Type::json)) == "json");
  BOOST_TEST(common(column(Type::json), integer(1)) == "none");
  const Place text = nodes.convert(column(Type::json), Type::string);
  BOOST_TEST(
      (std::get<Function>(std::get<Operation>(nodes[text].what)) == Function::to_string));
}

BOOST_AUTO_TEST_SUITE_END()
