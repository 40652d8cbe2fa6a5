// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/schema.hpp>
#include <string_view>

#include "group/plan.hpp"

namespace dp::group {

/// What is kept for a function, and what it gives, by the type of its column.

inline Kind kind_of_sum(Type type) noexcept {
  return type == Type::decimal   ? Kind::sum_decimal
         : type == Type::float64 ? Kind::sum_float
                                 : Kind::sum_int;
}
inline Kind kind_of_least(Type type) noexcept {
  if (type == Type::decimal) return Kind::min_decimal;
  return is_text(type) ? Kind::min_text : Kind::min_word;
}
inline Kind kind_of_most(Type type) noexcept {
  if (type == Type::decimal) return Kind::max_decimal;
  return is_text(type) ? Kind::max_text : Kind::max_word;
}

/// Of a mean or a median.
inline Type type_of_middle(Type type) noexcept {
  return type == Type::decimal ? type : Type::float64;
}

/// What a function that takes `accepts` (see dp_aggregate) expects; empty if the type will do.
inline std::string_view expected_type(std::uint64_t accepts, Type type) noexcept {
  if (accepts == DP_TYPE_NUMBER && !is_number(type)) return "a number";
  if (accepts == DP_TYPE_BOOL && type != Type::boolean) return "a condition";
  return {};
}

}  // namespace dp::group
