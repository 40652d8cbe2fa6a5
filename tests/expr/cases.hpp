// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "expr/expression.hpp"

namespace dp::test {

/// A text and what becomes of it.
struct Case {
  const char* text;
  const char* result;
};
inline std::ostream& operator<<(std::ostream& out, const Case& sample) {
  return out << sample.text;
}

/// "0+5 message | hint".
inline std::string show(const expr::ExpressionError& error) {
  return std::to_string(error.offset) + "+" + std::to_string(error.length) + " " +
         error.message + (error.hint.empty() ? "" : " | " + error.hint);
}

/// The canonical text of an expression, or its mistake.
inline std::string canonical(std::string_view text) {
  const auto expression = expr::Expression::parse(text);
  return expression ? expression->to_string() : show(expression.error());
}

/// A column of each type, under the names that web logs have.
inline const Schema kLogSchema = {{"status", Type::int64}, {"seconds", Type::float64},
                                  {"path", Type::string},  {"agent", Type::string},
                                  {"bot", Type::boolean},  {"time", Type::timestamp},
                                  {"day_", Type::date},    {"two words", Type::string}};

/// The type of an expression over kLogSchema, or its mistake.
inline std::string type_in_log(std::string_view text) {
  const auto expression = expr::Expression::parse(text);
  if (!expression) return show(expression.error());
  const auto type = expression->check(kLogSchema);
  return type ? std::string(type_name(*type)) : show(type.error());
}

}  // namespace dp::test
