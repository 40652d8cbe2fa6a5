// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pipeline/expression.hpp"
#include "samples.hpp"

namespace dp::test {

/// A cell with its type; no type: a null that is written out.
struct Typed {
  std::optional<Type> type;
  Cell cell;
};

/// Compute an expression for one row, the plainest way: an oracle for the evaluator.
Typed interpret(const pipeline::Expression& expression, const Schema& schema, const Row& row);

}  // namespace dp::test
