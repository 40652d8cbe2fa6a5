// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "expr/expression.hpp"
#include "expr/function_source.hpp"
#include "expr/functions.hpp"
#include "expr/time_format.hpp"

namespace dp::expr {

/// A node whose operands have exactly the types that its kernel takes.
struct TypedNode {
  enum class Kind : std::uint8_t {
    constant,      ///< integer, number or text, or null
    column,        ///< `column` of the schema
    operation,     ///< `op`
    call,          ///< `function`
    int_to_float,  ///< of its one operand
    date_to_timestamp,
    plugin_call,  ///< of the function `plugin`
  };
  Kind kind = Kind::constant;
  Op op = Op::null;
  Function function = Function::abs;
  Type type = Type::boolean;
  Type operand = Type::boolean;  ///< the type of the first operand
  bool is_null = false;          ///< constant: null, of any type
  std::vector<std::uint32_t> children;
  std::size_t column = 0;
  std::size_t plugin = 0;    ///< a place in TypedExpression::functions
  std::int64_t integer = 0;  ///< int, boolean, timestamp, date
  double number = 0;
  std::string text;
  std::vector<std::string> texts;      ///< in: the list, sorted, by type
  std::vector<std::int64_t> integers;  ///< in
  std::vector<double> numbers;         ///< in
  std::optional<TimeFormat> format;    ///< strftime
  int cost = 0;  ///< rough work a row of it and all below; 0: less than choosing rows takes
};

/// An expression over a schema, with conversions written out.
struct TypedExpression {
  std::vector<TypedNode> nodes;  ///< operands before their users; the root last
  std::vector<std::unique_ptr<OpenFunction>> functions;
  [[nodiscard]] const TypedNode& root() const noexcept { return nodes.back(); }
};

/// `functions`: what may be called beside the functions of the language; may be nullptr.
ExpressionResult<TypedExpression> type_expression(const Expression& expression,
                                                  const Schema& schema,
                                                  FunctionSource* functions);

/// The canonical text of one node of an expression.
std::string text_of(const Expression& expression, const ExpressionNode& node);

/// "an int".
std::string a_type(Type type);

/// The units of trunc(), by TypedNode::integer.
enum class TruncUnit : std::uint8_t { second, minute, hour, day, week, month, year };

}  // namespace dp::expr
