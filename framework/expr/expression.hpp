// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/batch.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace dp::expr {

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
  std::string text;                     ///< string: its value; column, call: the name
  std::int64_t integer = 0;             ///< integer; boolean as 0 or 1
  double number = 0;
  std::size_t offset = 0;  ///< of the node in the text it was parsed from
  std::size_t length = 0;
};

/// A parsed expression of where, derive, take and by.
///
/// Shape: at most 64 deep, 4,096 nodes, 64 KiB of text. Nodes come after their children; the
///   root is the last.
/// Law: parse(to_string()) gives the same tree, and to_string() of that the same text.
class Expression {
 public:
  /// The expression `null`.
  Expression();

  static ExpressionResult<Expression> parse(std::string_view text);

  /// The canonical text: one spelling for equal trees.
  [[nodiscard]] std::string to_string() const;
  /// The name, if this is nothing but a column.
  [[nodiscard]] std::optional<std::string> column() const;
  /// The columns that it reads: each once, in order of first use.
  [[nodiscard]] std::vector<std::string> columns() const;

  /// The type of its value over `schema`, or the first mistake: an unknown column, types that
  /// do not go together.
  [[nodiscard]] ExpressionResult<Type> check(const Schema& schema) const;

  [[nodiscard]] const std::vector<ExpressionNode>& nodes() const noexcept { return nodes_; }
  [[nodiscard]] const ExpressionNode& root() const noexcept { return nodes_.back(); }
  /// Where the expression stands in the text that it was parsed from.
  [[nodiscard]] std::size_t offset() const noexcept { return root().offset; }
  [[nodiscard]] std::size_t length() const noexcept { return root().length; }

 private:
  friend class ExpressionParser;
  std::vector<ExpressionNode> nodes_;
};

/// A call of an aggregate function: "count", "quantile(seconds / 1000, 0.99)".
struct AggregateCall {
  std::string function;
  std::size_t offset = 0;  ///< of the function's name
  std::size_t length = 0;
  std::vector<Expression> arguments;  ///< their offsets count in the whole text
};

/// Read a call of an aggregate; whether there is such a function is for the caller to see.
ExpressionResult<AggregateCall> parse_aggregate(std::string_view text);

}  // namespace dp::expr
