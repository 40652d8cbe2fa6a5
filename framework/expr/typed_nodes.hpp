// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "expr/typed_expression.hpp"

namespace dp::expr {

/// A place in TypedExpression::nodes.
using Place = std::uint32_t;

// Rough costs of an operation a row, beside 0 for arithmetic.
inline constexpr int kDecimalCost = 1;
inline constexpr int kTextCost = 4;

/// The nodes of a typed expression while it is made: operands before their users.
class TypedNodes {
 public:
  using What = decltype(TypedNode::what);

  /// Add a node. `cost`: without its operands, whose costs are added.
  Place add(What what, Type type, std::vector<Place> operands = {}, int cost = 0);

  [[nodiscard]] const TypedNode& operator[](Place place) const noexcept {
    return nodes_[place];
  }
  /// The text that is written out at `place`; nullptr if there is none.
  [[nodiscard]] const std::string* text(Place place) const noexcept;

  /// Whether a number is made of ints, decimals and numbers that are written out alone, so that it
  /// can be computed as a decimal.
  [[nodiscard]] bool is_exact(Place place) const noexcept;
  /// The type in which numbers go together: decimal if one is and all are exact, else float if one is
  /// no int.
  [[nodiscard]] Type number_type(const std::vector<Place>& places) const;
  /// The type in which the values of two nodes can be compared: their own; number_type() of numbers;
  /// string of texts; that of a time beside text that is one.
  [[nodiscard]] std::optional<Type> common(Place a, Place b) const;
  /// Make a value a decimal, a float, a string, a timestamp or a date, whichever it is not yet but can
  /// become. Returns where that value is. Precondition: `type` is its own, or what common() gave for
  /// it.
  Place convert(Place place, Type type);

  [[nodiscard]] std::vector<TypedNode> take() { return std::move(nodes_); }

 private:
  Place convert_constant(Place place, Type type);
  Place to_decimal(Place place);

  std::vector<TypedNode> nodes_;
};

}  // namespace dp::expr
