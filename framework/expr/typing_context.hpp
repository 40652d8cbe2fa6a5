// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/typed_nodes.hpp"

namespace dp::expr {

/// Where the typed form of a node is, or why it has none.
using Typed = ExpressionResult<Place>;

/// "an int".
std::string a_type(Type type);

/// The mistake of a node.
tl::unexpected<ExpressionError> refuse(const ExpressionNode& at, std::string message,
                                       std::string hint = {});

/// An expression whose nodes get their types one after the other, operands first, as the rules of
/// types see it: what the operands of a node have become, and how mistakes are described.
class TypingContext {
 public:
  explicit TypingContext(const Expression& expression) : expression_(&expression) {}

  [[nodiscard]] TypedNodes& nodes() noexcept { return nodes_; }
  /// Say where the next node of the expression is.
  void set_next(Place place) { places_.push_back(place); }

  [[nodiscard]] const ExpressionNode& child(const ExpressionNode& node, std::size_t i) const {
    return expression_->nodes()[node.children[i]];
  }
  /// Of nodes that set_next was called for.
  [[nodiscard]] Place place_of(const ExpressionNode& node) const;
  [[nodiscard]] const TypedNode& typed(const ExpressionNode& node) const;
  [[nodiscard]] Type type_of(const ExpressionNode& node) const { return typed(node).type; }

  /// "path is a string".
  [[nodiscard]] std::string describe(const ExpressionNode& node) const;
  /// A null that is written out has a type only where another value gives it one: the mistake if
  /// an operand of `node` is one.
  [[nodiscard]] std::optional<ExpressionError> null_operand(const ExpressionNode& node) const;
  /// The mistake that two values do not go together; `message`: "these cannot be compared".
  [[nodiscard]] tl::unexpected<ExpressionError> refuse_pair(const ExpressionNode& at,
                                                            std::string_view message,
                                                            const ExpressionNode& left,
                                                            const ExpressionNode& right) const;

 private:
  const Expression* expression_;
  TypedNodes nodes_;
  std::vector<Place> places_;  ///< of each node of the expression
};

}  // namespace dp::expr
