// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <optional>

#include "input/items.hpp"
#include "pipeline/model.hpp"
#include "planner/catalog.hpp"
#include "planner/run_files.hpp"
#include "planner/tables.hpp"
#include "protocol/plan.hpp"

namespace dp::planner {

/// Check a model against the plugins that it uses, and make the plan that workers follow.
///
/// Every mistake goes to `diagnostics`; nullopt if there are any. Plugin code runs in workers
/// only: each stage is opened there, with the columns that the stage before it emits.
/// `files`: what steps may not write. `tables`: those that joins read before. `known`: what the reader
/// is opened with, if its input was looked through; else it is shown samples.
/// Errors: those of pool::Pool::run.
Result<std::optional<protocol::Plan>> compile(const pipeline::Model& model,
                                              const input::Items& items, const RunFiles& files,
                                              Catalog& catalog, pool::Pool& pool,
                                              pipeline::Diagnostics& diagnostics,
                                              Tables& tables,
                                              const protocol::ReaderContext& known = {});

}  // namespace dp::planner
