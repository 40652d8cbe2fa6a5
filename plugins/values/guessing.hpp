// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/task.hpp>
#include <string_view>

#include "values/knowledge.hpp"
#include "values/type_set.hpp"

namespace dp::values {

/// Give a column the type that its values fit: all that were learned of (`key`), if they were, else those
/// of the sample (`seen`). It is a guess if more values may change it, and the host can be told so.
inline void guess_type(const Context& context, const Knowledge& knowledge, Field& column,
                       std::string_view key, TypeSet seen) {
  if (const auto* learned = knowledge.find(key)) seen = TypeSet(learned->bits);
  column.type = seen.first();
  column.guessed = context.can_refute() && seen.may_change();
}

}  // namespace dp::values
