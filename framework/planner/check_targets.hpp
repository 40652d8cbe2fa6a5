// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>

#include "input/items.hpp"
#include "pipeline/diagnostic.hpp"
#include "pool/pool.hpp"
#include "protocol/plan.hpp"

namespace dp::planner {

/// Find the items whose files would get in each other's way, before any is written.
///
/// A step over the files of the input that writes a file for each (see dp_task::target) is asked
/// for all their names, on all workers. Mistakes go to `diagnostics`, at `mark`: two items with
/// one file, a file that is an item of the input, an item that the step refuses. Paths are one
/// if they lead to one folder, however they are spelt.
/// `input`: the columns that the step is opened with.
/// Errors: those of pool::Pool::run, and a step that dies over a name.
/// Cost: a stat for each item.
Status check_targets(pool::Pool& pool, const protocol::TaskUse& use, const Schema& input,
                     const input::Items& items, pipeline::Mark mark,
                     pipeline::Diagnostics& diagnostics);

}  // namespace dp::planner
