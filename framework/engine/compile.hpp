// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <optional>

#include "engine/catalog.hpp"
#include "engine/items.hpp"
#include "engine/plan.hpp"
#include "pipeline/model.hpp"

namespace dp::engine {

/// Check a model against the plugins that it uses, and make the plan that workers follow.
///
/// Every mistake goes to `diagnostics`; nullopt if there are any. Plugin code runs in workers
/// only: each stage is opened there, with the columns that the stage before it emits.
/// Errors: those of pool::Pool::run.
Result<std::optional<Plan>> compile(const pipeline::Model& model, const Items& items,
                                    Catalog& catalog, pool::Pool& pool,
                                    pipeline::Diagnostics& diagnostics);

}  // namespace dp::engine
