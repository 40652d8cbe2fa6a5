// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expr/expression.hpp"
#include "sample_batch.hpp"

namespace dp::test {

/// A cell with its type; no type: a null that is written out.
struct Typed {
  std::optional<Type> type;
  Cell cell;
};

/// Compute an expression for one row, the plainest way: an oracle for the evaluator.
Typed interpret(const expr::Expression& expression, const Schema& schema, const Row& row);

}  // namespace dp::test
