// SPDX-License-Identifier: Apache-2.0
#include "planner/casts.hpp"

#include <string_view>
#include <utility>

#include "planner/expression_text.hpp"

namespace dp::planner {

namespace {

/// `text` with the column in place of C, and its cast in place of V.
expr::Expression formula(std::string_view text, const std::string& column,
                         const std::string& value) {
  ExpressionText made;
  for (const char c : text) {
    if (c == 'C')
      made.column(column);
    else if (c == 'V')
      made.column(value);
    else
      made.syntax({&c, 1});
  }
  return made.parse();
}

struct Formulas {
  std::string_view value;
  std::string_view fits;  ///< empty: all does
};

constexpr std::string_view kIsThere = "V is not null or C is null";
constexpr std::string_view kFlagOfText =
    "if(C in ('true', 'True', 'TRUE', '1'), true, if(C in ('false', 'False', 'FALSE', '0'), "
    "false, null))";
constexpr std::string_view kFlagOfNumber = "if(C == 1, true, if(C == 0, false, null))";

std::optional<Formulas> to_int(Type from) {
  if (is_text(from)) return Formulas{"int(C)", kIsThere};
  if (from == Type::boolean) return Formulas{"int(C)", {}};
  if (from == Type::float64) return Formulas{"int(C)", "C is null or float(V) == C"};
  if (from == Type::decimal) return Formulas{"int(C)", "C is null or V == C"};
  return std::nullopt;
}

std::optional<Formulas> to_float(Type from) {
  if (is_text(from)) return Formulas{"float(C)", kIsThere};
  if (from == Type::boolean) return Formulas{"float(C)", {}};
  if (from == Type::int64) return Formulas{"float(C)", "C is null or int(V) == C"};
  if (from == Type::decimal) return Formulas{"float(C)", "C is null or decimal(V) == C"};
  return std::nullopt;
}

std::optional<Formulas> to_decimal(Type from) {
  if (is_text(from) || from == Type::float64) return Formulas{"decimal(C)", kIsThere};
  if (from == Type::int64 || from == Type::boolean) return Formulas{"decimal(C)", {}};
  return std::nullopt;
}

std::optional<Formulas> to_bool(Type from) {
  if (is_text(from)) return Formulas{kFlagOfText, kIsThere};
  if (is_number(from)) return Formulas{kFlagOfNumber, kIsThere};
  return std::nullopt;
}

std::optional<Formulas> to_date(Type from) {
  if (is_text(from)) return Formulas{"date(C)", kIsThere};
  if (from == Type::timestamp) return Formulas{"date(C)", "C is null or timestamp(V) == C"};
  return std::nullopt;
}

std::optional<Formulas> to_timestamp(Type from) {
  if (is_text(from) || from == Type::date) return Formulas{"timestamp(C)", kIsThere};
  return std::nullopt;
}

std::optional<Formulas> formulas_of(Type from, Type to) {
  switch (to) {
    case Type::string:
      return Formulas{"string(C)", {}};
    case Type::int64:
      return to_int(from);
    case Type::float64:
      return to_float(from);
    case Type::boolean:
      return to_bool(from);
    case Type::date:
      return to_date(from);
    case Type::timestamp:
      return to_timestamp(from);
    case Type::decimal:
      return to_decimal(from);
    case Type::json:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Cast> cast_of(const Field& from, const std::string& value, Type to) {
  const auto formulas = formulas_of(from.type, to);
  if (!formulas) return std::nullopt;
  Cast cast{formula(formulas->value, from.name, value), std::nullopt};
  if (!formulas->fits.empty()) cast.fits = formula(formulas->fits, from.name, value);
  return cast;
}

}  // namespace dp::planner
