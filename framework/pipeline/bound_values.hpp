// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "expr/expression.hpp"
#include "pipeline/yaml.hpp"

namespace dp::pipeline {

/// The values of variables that stand in a scalar, in their order: what an expression that the
/// scalar holds must not read as syntax. Each reference is one, with the variables of its default.
///
/// Law: as a constant a value has the type that it has as YAML: a number, true or false where it
///   looks like one, and is not in quotes where it was given; else it is text.
std::vector<expr::BoundValue> bound_values(const Node& scalar);

/// Whether `length` bytes at `offset` of a scalar's text are all of one variable's value.
bool is_in_value(const Node& scalar, std::size_t offset, std::size_t length);

}  // namespace dp::pipeline
