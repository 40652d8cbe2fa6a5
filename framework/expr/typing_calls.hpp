// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "expr/typing_context.hpp"

namespace dp::expr {

/// Give a call of a function of the language its type.
///
/// Precondition: its arguments have theirs, as many as it takes; only those of if and coalesce may
///   be nulls that are written out.
Typed type_function(TypingContext& typing, const ExpressionNode& node, Function function);

}  // namespace dp::expr
