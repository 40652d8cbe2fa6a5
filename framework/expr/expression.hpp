// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/batch.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <tuple>
#include <vector>

#include "base/fields.hpp"

namespace dp::expr {

class FunctionSource;

/// A mistake in an expression: at `length` bytes from byte `offset` of its text.
struct ExpressionError {
  std::size_t offset = 0;
  std::size_t length = 1;
  std::string message;
  std::string hint;
};

template <class T>
using ExpressionResult = tl::expected<T, ExpressionError>;

/// What a node of an expression does. See docs/pipeline-reference.md for the grammar.
enum class Op : std::uint8_t {
  null,
  boolean,
  integer,
  number,
  string,
  column,
  call,
  logical_or,
  logical_and,
  logical_not,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,  ///< children: the value, then the list
  is_null,
  is_not_null,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  negate,
};

/// One node of an expression's tree.
struct ExpressionNode {
  Op op = Op::null;
  std::vector<std::uint32_t> children;  ///< places in the expression's nodes, below this one's
  /// String: its value; column, call: the name; number: its digits as they were written, where those
  /// of `number` say less
  std::string text;
  std::int64_t integer = 0;  ///< integer; boolean as 0 or 1
  double number = 0;
  std::size_t offset = 0;  ///< of the node in the text it was parsed from
  std::size_t length = 0;

  static constexpr auto kFields =
      std::tuple(&ExpressionNode::op, &ExpressionNode::children, &ExpressionNode::text,
                 &ExpressionNode::integer, &ExpressionNode::number, &ExpressionNode::offset,
                 &ExpressionNode::length);
};

/// A value from outside that stands in an expression's text: what a variable holds.
///
/// Law: it is never syntax, whatever it holds. In quotes its bytes are a part of the text, in
///   backticks of the column's name; anywhere else it is a constant, alone.
struct BoundValue {
  std::size_t offset = 0;    ///< of its bytes in the expression's text
  std::size_t length = 0;    ///< may be 0
  Op op = Op::string;        ///< what it is as a constant: a string, integer, number or boolean
  std::int64_t integer = 0;  ///< integer; boolean as 0 or 1
  double number = 0;
};

/// A parsed expression of where, derive, take and by. It is parsed once, where it is read; the
/// tree travels to the workers.
///
/// Shape: at most 64 deep, 4,096 nodes, 64 KiB of text. Nodes come after their children; the
///   root is the last.
/// Law: parse(to_string()) gives the same tree, and to_string() of that the same text.
class Expression {
  std::vector<ExpressionNode> nodes_;

 public:
  static constexpr std::size_t kMostNodes = 4096;
  static constexpr std::size_t kMostHeight = 1000;
  static constexpr auto kFields = std::tuple(&Expression::nodes_);
  /// Whether nodes come after their children, as many as their operation has.
  [[nodiscard]] bool valid() const noexcept;

  /// The expression `null`.
  Expression();

  /// `values`: which parts of the text are no syntax, in their order.
  static ExpressionResult<Expression> parse(std::string_view text,
                                            std::span<const BoundValue> values = {});

  /// The canonical text: one spelling for equal trees.
  [[nodiscard]] std::string to_string() const;
  /// The name, if this is nothing but a column.
  [[nodiscard]] std::optional<std::string> column() const;
  /// The columns that it reads: each once, in order of first use.
  [[nodiscard]] std::vector<std::string> columns() const;

  /// The type of its value over `schema`, or the first mistake: an unknown column, types that
  /// do not go together. `functions`: what may be called beside the functions of the language.
  [[nodiscard]] ExpressionResult<Type> check(const Schema& schema,
                                             FunctionSource* functions = nullptr) const;
  /// The first call of a function that does not exist. For when the columns are not known.
  [[nodiscard]] std::optional<ExpressionError> check_functions(FunctionSource* functions) const;

  [[nodiscard]] const std::vector<ExpressionNode>& nodes() const noexcept { return nodes_; }
  [[nodiscard]] const ExpressionNode& root() const noexcept { return nodes_.back(); }
  /// Where the expression stands in the text that it was parsed from.
  [[nodiscard]] std::size_t offset() const noexcept { return root().offset; }
  [[nodiscard]] std::size_t length() const noexcept { return root().length; }

 private:
  friend class ExpressionParser;
};

/// What ExpressionNode::text is for a number: the digits of `text` where `value`, which is the float
/// that it reads as, is spelled with others.
std::string written_digits(std::string_view text, double value);

/// A call of an aggregate function: "count", "quantile(seconds / 1000, 0.99)".
struct AggregateCall {
  std::string function;
  std::size_t offset = 0;  ///< of the function's name
  std::size_t length = 0;
  std::vector<Expression> arguments;  ///< their offsets count in the whole text
};

/// Read a call of an aggregate; whether there is such a function is for the caller to see.
/// `values`: as of Expression::parse.
ExpressionResult<AggregateCall> parse_aggregate(std::string_view text,
                                                std::span<const BoundValue> values = {});

}  // namespace dp::expr

namespace dp {

template <>
struct EnumRange<expr::Op> {
  static constexpr auto kFirst = expr::Op::null;
  static constexpr auto kLast = expr::Op::negate;
};

}  // namespace dp
