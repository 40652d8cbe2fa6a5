// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expression.hpp"

namespace dp::planner {

/// The text of an expression, put together of syntax and of values that are none, whatever they
/// hold.
class ExpressionText {
 public:
  ExpressionText& syntax(std::string_view part) {
    text_ += part;
    return *this;
  }
  ExpressionText& column(std::string_view name) { return within('`', name); }
  ExpressionText& string(std::string_view value) { return within('\'', value); }
  /// A constant of another type.
  ExpressionText& constant(expr::BoundValue value, std::string_view shown) {
    value.offset = text_.size();
    value.length = shown.size();
    values_.push_back(value);
    text_ += shown;
    return *this;
  }
  /// Precondition: the syntax is right, and the text at most 64 KiB.
  [[nodiscard]] expr::Expression parse() const {
    return expr::Expression::parse(text_, values_).value();
  }

 private:
  ExpressionText& within(char mark, std::string_view value) {
    text_ += mark;
    constant({}, value);
    text_ += mark;
    return *this;
  }

  std::string text_;
  std::vector<expr::BoundValue> values_;
};

}  // namespace dp::planner
