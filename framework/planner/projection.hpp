// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "input/items.hpp"
#include "protocol/plan.hpp"

namespace dp::planner {

/// Set Stage::used of every stage: the columns that a later stage, a reducer or a writer reads.
/// A task that does not name its columns in its options is taken to read them all.
void mark_used_columns(protocol::Plan& plan);

/// Whether a column that the plan's reader has besides those that are known would be in what comes
/// out: nothing selects columns on its way to a writer of records, a step, or a reducer that reads
/// all.
[[nodiscard]] bool is_growing(const protocol::Plan& plan);

/// Whether records may yet refute what the plan's reader guessed of its input: it learns, the input
/// was not looked through, and someone reads a column whose type is a guess, or would read a
/// column that the reader does not know yet.
/// Law: not so if the reader's sample is all that there is.
[[nodiscard]] bool may_be_refuted(const protocol::Plan& plan, const input::Items& items);

}  // namespace dp::planner
