// SPDX-License-Identifier: Apache-2.0
#include "expr/typing_operators.hpp"

#include <algorithm>
#include <utility>

namespace dp::expr {

namespace {

Place add_operator(TypingContext& typing, Op op, Type type, std::vector<Place> operands,
                   int cost) {
  return typing.nodes().add(Operation(op), type, std::move(operands), cost);
}

Typed type_logic(TypingContext& typing, const ExpressionNode& node) {
  std::vector<Place> children;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const auto& operand = typing.child(node, i);
    if (typing.type_of(operand) != Type::boolean)
      return refuse(operand, "expected a condition (" + typing.describe(operand) + ")",
                    is_number(typing.type_of(operand)) ? "compare it, as in x != 0"
                                                       : "compare it, as in x == 'a'");
    children.push_back(typing.place_of(operand));
  }
  return add_operator(typing, node.op, Type::boolean, std::move(children), 0);
}

Typed type_comparison(TypingContext& typing, const ExpressionNode& node) {
  const auto& left = typing.child(node, 0);
  const auto& right = typing.child(node, 1);
  const auto type = typing.nodes().common(typing.place_of(left), typing.place_of(right));
  if (!type) return typing.refuse_pair(node, "these cannot be compared", left, right);
  const Type compared = *type == Type::json ? Type::string : *type;
  if (*type == Type::boolean && node.op != Op::equal && node.op != Op::not_equal)
    return refuse(node, "a bool has no order: only == and != compare it");
  std::vector<Place> children = {typing.nodes().convert(typing.place_of(left), compared),
                                 typing.nodes().convert(typing.place_of(right), compared)};
  return add_operator(typing, node.op, Type::boolean, std::move(children),
                      compared == Type::string ? 2 : 0);
}

Typed type_in(TypingContext& typing, const ExpressionNode& node) {
  const auto& value = typing.child(node, 0);
  Place place = typing.place_of(value);
  Type type = typing.type_of(value);
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const auto& item = typing.child(node, i);
    if (typing.typed(item).constant() == nullptr)
      return refuse(item, "the list of 'in' holds numbers and texts only",
                    "write x == a or x == b");
    const auto both = typing.nodes().common(place, typing.place_of(item));
    if (!both) return typing.refuse_pair(item, "these cannot be compared", value, item);
    if (type != Type::timestamp || *both != Type::date) type = *both;
    place = typing.nodes().convert(place, type);
  }
  InList list;
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    const Place item = typing.nodes().convert(typing.place_of(typing.child(node, i)), type);
    const auto& constant = *typing.nodes()[item].constant();
    list.texts.push_back(constant.text);
    list.integers.push_back(constant.integer);
    list.numbers.push_back(constant.number);
    if (constant.decimal) list.decimals.push_back(*constant.decimal);
  }
  std::sort(list.texts.begin(), list.texts.end());
  std::sort(list.integers.begin(), list.integers.end());
  std::sort(list.numbers.begin(), list.numbers.end());
  std::sort(list.decimals.begin(), list.decimals.end());
  return typing.nodes().add(Operation(std::move(list)), Type::boolean, {place},
                            type == Type::string ? 3 : 0);
}

Typed type_arithmetic(TypingContext& typing, const ExpressionNode& node) {
  const auto& left = typing.child(node, 0);
  const auto& right = typing.child(node, 1);
  const Type a = typing.type_of(left);
  const Type b = typing.type_of(right);
  if (node.op == Op::subtract && (is_time(a) || is_time(b))) {
    const auto type = typing.nodes().common(typing.place_of(left), typing.place_of(right));
    if (!type) return typing.refuse_pair(node, "these cannot be subtracted", left, right);
    std::vector<Place> times = {typing.nodes().convert(typing.place_of(left), *type),
                                typing.nodes().convert(typing.place_of(right), *type)};
    return add_operator(typing, Op::subtract, *type == Type::date ? Type::int64 : Type::float64,
                        std::move(times), 0);
  }
  for (const auto* operand : {&left, &right}) {
    if (is_number(typing.type_of(*operand))) continue;
    const bool text = is_text(typing.type_of(*operand));
    return refuse(*operand, "expected a number (" + typing.describe(*operand) + ")",
                  text ? node.op == Op::add
                             ? "concat(a, b) joins texts; int(x) and float(x) read "
                               "numbers from text"
                             : "int(x) and float(x) read numbers from text"
                       : "");
  }
  const Type both = typing.nodes().number_type({typing.place_of(left), typing.place_of(right)});
  const bool quotient = both == Type::int64 && node.op == Op::divide;
  const Type type = quotient ? Type::float64 : both;
  std::vector<Place> children = {typing.nodes().convert(typing.place_of(left), type),
                                 typing.nodes().convert(typing.place_of(right), type)};
  return add_operator(typing, node.op, type, std::move(children), 0);
}

Typed type_negate(TypingContext& typing, const ExpressionNode& node) {
  const auto& operand = typing.child(node, 0);
  if (!is_number(typing.type_of(operand)))
    return refuse(operand, "expected a number (" + typing.describe(operand) + ")");
  return add_operator(typing, Op::negate, typing.type_of(operand), {typing.place_of(operand)},
                      0);
}

}  // namespace

Typed type_operator(TypingContext& typing, const ExpressionNode& node) {
  switch (node.op) {
    case Op::logical_and:
    case Op::logical_or:
    case Op::logical_not:
      return type_logic(typing, node);
    case Op::in:
      return type_in(typing, node);
    case Op::is_null:
    case Op::is_not_null:
      return add_operator(typing, node.op, Type::boolean,
                          {typing.place_of(typing.child(node, 0))}, 0);
    case Op::negate:
      return type_negate(typing, node);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::modulo:
      return type_arithmetic(typing, node);
    default:
      return type_comparison(typing, node);
  }
}

}  // namespace dp::expr
