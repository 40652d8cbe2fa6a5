// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <dp/decimal.hpp>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "expr/expression.hpp"
#include "expr/function_source.hpp"
#include "expr/functions.hpp"
#include "expr/json_members.hpp"
#include "expr/time_format.hpp"

namespace dp::expr {

[[nodiscard]] inline bool is_time(Type type) noexcept {
  return type == Type::timestamp || type == Type::date;
}

/// A value that is written out, or a null of any type.
struct Constant {
  bool is_null = false;
  std::int64_t integer = 0;  ///< int, boolean, timestamp, date
  double number = 0;
  std::string text;
  std::optional<Decimal> decimal = {};  ///< of a number that is written out: what it is exactly
};

/// A column of the schema.
struct ColumnPlace {
  std::size_t column = 0;
};

/// The list of `in`, sorted: what its operand's type needs.
struct InList {
  std::vector<std::string> texts;
  std::vector<std::int64_t> integers;
  std::vector<double> numbers;
  std::vector<Decimal> decimals = {};
};

enum class Widening : std::uint8_t {
  int_to_float,
  int_to_decimal,
  decimal_to_float,
  date_to_timestamp
};

/// The units of trunc().
enum class TruncUnit : std::uint8_t { second, minute, hour, day, week, month, year };

/// A share of all records, by their place.
struct Sample {
  double share = 0;  ///< 0 to 1
  std::uint64_t seed = 0;
};

/// A number with so many digits after the point; negative: rounded to tens and so on.
struct Places {
  int count = 0;
};

/// The member at a path of JSON.
struct Member {
  JsonPath path;
};

/// What is left of JSON without the members at some paths.
struct Without {
  std::vector<JsonPath> paths;
};

/// What a kernel computes of its operands: an operator; `in`; a function; trunc(); strftime(); a
/// conversion; sample(); round() to places; member(); or without().
using Operation = std::variant<Op, InList, Function, TruncUnit, TimeFormat, Widening, Sample,
                               Places, Member, Without>;

/// A call of a plugin's function.
struct PluginOperation {
  std::string name;
  std::size_t place = 0;  ///< in TypedExpression::functions
};

/// A node whose operands have exactly the types that its kernel takes.
struct TypedNode {
  std::variant<Constant, ColumnPlace, Operation, PluginOperation> what;
  Type type = Type::boolean;
  Type operand = Type::boolean;         ///< the type of the first operand
  std::vector<std::uint32_t> children;  ///< operands: places of nodes before this one
  int cost = 0;  ///< rough work a row of it and all below; 0: less than choosing rows takes

  [[nodiscard]] const Constant* constant() const noexcept {
    return std::get_if<Constant>(&what);
  }
  /// Null written out.
  [[nodiscard]] bool is_null() const noexcept {
    return constant() != nullptr && constant()->is_null;
  }
  /// Whether it is the operator `op`.
  [[nodiscard]] bool is(Op op) const noexcept;
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

/// What a number that is written out is exactly; nullopt if no decimal is that.
std::optional<Decimal> decimal_of(const ExpressionNode& literal);

inline bool TypedNode::is(Op op) const noexcept {
  const auto* operation = std::get_if<Operation>(&what);
  const auto* own = operation == nullptr ? nullptr : std::get_if<Op>(operation);
  return own != nullptr && *own == op;
}

}  // namespace dp::expr
