// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <optional>

#include "input/items.hpp"
#include "pipeline/model.hpp"
#include "planner/catalog.hpp"
#include "planner/run_files.hpp"
#include "planner/tables.hpp"
#include "pool/pool.hpp"
#include "protocol/plan.hpp"

namespace dp::planner {

/// Of a pipeline that has mistakes: the plan that only reads its input, if that may show that they are
/// none. So it is where a reader guesses columns from the input's first bytes, more comes after
/// them, and all that can be told without columns is right.
/// Errors: those of compile().
Result<std::optional<protocol::Plan>> plan_in_doubt(const pipeline::Model& model,
                                                    const input::Items& items,
                                                    const RunFiles& files, Catalog& catalog,
                                                    pool::Pool& pool, Tables& tables,
                                                    const pipeline::FileText& source);

}  // namespace dp::planner
