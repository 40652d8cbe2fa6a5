// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expr/typing_context.hpp"

namespace dp::expr {

/// Give an operator its type: and, or, not; comparisons and `in`; is null; arithmetic.
///
/// Precondition: its operands have theirs, and no null that is written out is among them.
Typed type_operator(TypingContext& typing, const ExpressionNode& node);

}  // namespace dp::expr
