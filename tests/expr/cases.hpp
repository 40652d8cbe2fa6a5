// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

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

/// A template's text with the values that stand in it in braces: {text}, {#12}, {#1.5}, {#true}.
struct Bound {
  std::string text;
  std::vector<expr::BoundValue> values;

  explicit Bound(std::string_view written) {
    for (std::size_t at = 0; at < written.size(); ++at) {
      if (written[at] != '{') {
        text += written[at];
        continue;
      }
      const auto end = written.find('}', at);
      add(written.substr(at + 1, end - at - 1));
      at = end;
    }
  }

 private:
  void add(std::string_view inside) {
    const bool typed = inside.starts_with('#');
    if (typed) inside.remove_prefix(1);
    expr::BoundValue value{text.size(), inside.size(), expr::Op::string, 0, 0};
    const std::string digits(inside);
    if (typed && inside == "true") {
      value.op = expr::Op::boolean;
      value.integer = 1;
    } else if (typed && inside.find('.') != std::string_view::npos) {
      value.op = expr::Op::number;
      value.number = std::stod(digits);
    } else if (typed) {
      value.op = expr::Op::integer;
      value.integer = std::stoll(digits);
    }
    text += inside;
    values.push_back(value);
  }
};

/// The canonical text of an expression, or its mistake.
inline std::string canonical(std::string_view text) {
  const auto expression = expr::Expression::parse(text);
  return expression ? expression->to_string() : show(expression.error());
}

/// A column of each type, under the names that web logs have.
inline const Schema kLogSchema = {{"status", Type::int64},  {"seconds", Type::float64},
                                  {"path", Type::string},   {"agent", Type::string},
                                  {"bot", Type::boolean},   {"time", Type::timestamp},
                                  {"day_", Type::date},     {"two words", Type::string},
                                  {"price", Type::decimal}, {"raw", Type::json}};

/// The type of an expression over kLogSchema, or its mistake.
inline std::string type_in_log(std::string_view text) {
  const auto expression = expr::Expression::parse(text);
  if (!expression) return show(expression.error());
  const auto type = expression->check(kLogSchema);
  return type ? std::string(type_name(*type)) : show(type.error());
}

}  // namespace dp::test
