// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/schema.hpp>
#include <optional>
#include <string>

#include "expr/expression.hpp"

namespace dp::planner {

/// How a column of one type becomes one of another.
struct Cast {
  expr::Expression value;  ///< over the column
  std::optional<expr::Expression>
      fits;  ///< over the column and the value: true of what is kept.
             ///< None: all fits
};

/// The cast of the column `from`, whose value is then called `value`, to a type; nullopt if values
/// of these types have nothing in common.
///
/// Law: a value that fits means what it meant, and nulls stay null. A number with a fraction is no
///   int, an int or a decimal that no float holds no float, a time within a day no date. Text, and
///   JSON as the text that it is, is read as readers read it of a declared type.
std::optional<Cast> cast_of(const Field& from, const std::string& value, Type to);

}  // namespace dp::planner
