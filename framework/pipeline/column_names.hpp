// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "data/value.hpp"
#include "expr/expression.hpp"

namespace dp::pipeline {

/// What an option that takes an expression asks for: a column that there is, or one to derive.
struct ColumnName {
  expr::Expression expression;
  std::string name;
  bool plain = true;       ///< a column that there is, or that the expression names alone
  bool ambiguous = false;  ///< the text is an expression over these columns as well
};

/// The column that `text` asks for where a column's name or an expression may stand.
///
/// Law: a column whose name is exactly `text` wins over the expression that `text` is; only a
///   name in backticks or a bare one says it without doubt. `columns`: those that there are, or
///   nullptr if they are not known; the text is then an expression. A text that is nothing but a
///   value of a variable (`values`: see expr::BoundValue) is always a name.
expr::ExpressionResult<ColumnName> name_or_expression(
    std::string_view text, const Schema* columns,
    std::span<const expr::BoundValue> values = {});

/// The column that an expression makes, as where no name can stand: in sum(...).
///
/// Law: what is derived never has the name of a column that there is: it is called by the
///   expression's canonical text, in as many parentheses as it takes.
ColumnName name_of(expr::Expression expression, const Schema* columns);

}  // namespace dp::pipeline
