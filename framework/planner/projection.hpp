// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "protocol/plan.hpp"

namespace dp::planner {

/// Set Stage::used of every stage: the columns that a later stage, a reducer or a writer reads.
/// A task that does not name its columns in its options is taken to read them all.
void mark_used_columns(protocol::Plan& plan);

}  // namespace dp::planner
