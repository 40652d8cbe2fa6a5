// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>

#include "input/items.hpp"
#include "pipeline/diagnostic.hpp"
#include "planner/run_files.hpp"
#include "pool/pool.hpp"
#include "protocol/plan.hpp"

namespace dp::planner {

/// Find the items whose files would get in each other's way, before any is written.
///
/// A step over the files of the input that writes a file for each (see dp_task::target) is asked
/// for all their names, on all workers. Mistakes go to `diagnostics`, at `mark`: two items with
/// one file, a file that the run reads or writes itself, an item that the step refuses. Files
/// are compared by what they are, however they are spelled (see FileIdentity).
/// `input`: the columns that the step is opened with.
/// Errors: those of pool::Pool::run, and a step that dies over a name.
/// Cost: identify() for each item.
Status check_targets(pool::Pool& pool, const protocol::TaskUse& use, const Schema& input,
                     const input::Items& items, const RunFiles& files, pipeline::Mark mark,
                     pipeline::Diagnostics& diagnostics);

}  // namespace dp::planner
