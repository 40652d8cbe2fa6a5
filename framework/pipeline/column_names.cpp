// SPDX-License-Identifier: Apache-2.0
#include "pipeline/column_names.hpp"

#include <algorithm>
#include <utility>

namespace dp::pipeline {

namespace {

bool has_column(const Schema* columns, std::string_view name) {
  return columns != nullptr && find_column(*columns, name).has_value();
}

std::string in_backticks(std::string_view name) {
  std::string quoted = "`";
  for (const char c : name) quoted.append(c == '`' ? 2 : 1, c);
  return quoted + "`";
}

/// Whether the expression reads nothing but columns that there are.
bool is_over(const expr::Expression& expression, const Schema* columns) {
  const auto read = expression.columns();
  return std::all_of(read.begin(), read.end(),
                     [&](const auto& name) { return has_column(columns, name); });
}

}  // namespace

expr::ExpressionResult<ColumnName> name_or_expression(
    std::string_view text, const Schema* columns, std::span<const expr::BoundValue> values) {
  const bool is_value =
      values.size() == 1 && values.front().length == text.size() && !text.empty();
  auto expression = expr::Expression::parse(text, values);
  const bool bare = expression && expression->column() == text;
  if (!is_value && (bare || text.empty() || !has_column(columns, text))) {
    if (!expression) return tl::unexpected(std::move(expression).error());
    return name_of(*std::move(expression), columns);
  }
  auto column = expr::Expression::parse(in_backticks(text));
  if (!column) return tl::unexpected(std::move(column).error());
  return ColumnName{*std::move(column), std::string(text), true,
                    !is_value && expression && is_over(*expression, columns)};
}

ColumnName name_of(expr::Expression expression, const Schema* columns) {
  if (auto plain = expression.column())
    return {std::move(expression), *std::move(plain), true, false};
  auto name = expression.to_string();
  while (has_column(columns, name)) name = "(" + name + ")";
  return {std::move(expression), std::move(name), false, false};
}

}  // namespace dp::pipeline
