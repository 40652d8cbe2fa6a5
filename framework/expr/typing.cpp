// SPDX-License-Identifier: Apache-2.0
// Types of expressions: leaves, and which rules the other nodes have.
#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "expr/typed_expression.hpp"
#include "expr/typing_calls.hpp"
#include "expr/typing_operators.hpp"
#include "expr/typing_plugins.hpp"

namespace dp::expr {

namespace {

Place type_literal(TypingContext& typing, const ExpressionNode& node) {
  const Type type = node.op == Op::integer  ? Type::int64
                    : node.op == Op::number ? Type::float64
                    : node.op == Op::string ? Type::string
                                            : Type::boolean;
  return typing.nodes().add(
      Constant{node.op == Op::null, node.integer, node.number,
               type == Type::string ? node.text : std::string(), decimal_of(node)},
      type);
}

Typed type_column(TypingContext& typing, const Schema& schema, const ExpressionNode& node) {
  const auto found = find_column(schema, node.text);
  if (!found) {
    std::vector<std::string> names;
    for (const auto& field : schema) names.push_back(field.name);
    std::string hint = names.empty() ? "there are no columns here" : "the columns are ";
    for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 24); ++i)
      hint += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > 24) hint += ", ...";
    return refuse(node,
                  "there is no column '" + node.text + "'" + did_you_mean(node.text, names),
                  nearest(node.text, names) ? "" : std::move(hint));
  }
  return typing.nodes().add(ColumnPlace{*found}, schema[*found].type);
}

Typed type_call(TypingContext& typing, PluginTyping& plugins, const ExpressionNode& node) {
  const auto* info = find_function(node.text);
  const bool takes_null = info != nullptr && (info->function == Function::choose ||
                                              info->function == Function::coalesce);
  if (!takes_null)
    if (auto error = typing.null_operand(node)) return tl::unexpected(*std::move(error));
  return info == nullptr ? plugins.type(typing, node)
                         : type_function(typing, node, info->function);
}

}  // namespace

ExpressionResult<TypedExpression> type_expression(const Expression& expression,
                                                  const Schema& schema,
                                                  FunctionSource* functions) {
  TypingContext typing(expression);
  PluginTyping plugins(functions);
  const auto type_node = [&](const ExpressionNode& node) -> Typed {
    if (node.op == Op::call) return type_call(typing, plugins, node);
    if (node.op == Op::column) return type_column(typing, schema, node);
    if (node.children.empty()) return type_literal(typing, node);
    if (auto error = typing.null_operand(node)) return tl::unexpected(*std::move(error));
    return type_operator(typing, node);
  };
  for (const auto& node : expression.nodes()) {
    auto place = type_node(node);
    if (!place) return tl::unexpected(std::move(place).error());
    typing.set_next(*place);
  }
  if (typing.typed(expression.root()).is_null())
    return refuse(expression.root(), "null alone has no type",
                  "write a value, as in coalesce(x, 0)");
  return TypedExpression{typing.nodes().take(), plugins.take()};
}

}  // namespace dp::expr
