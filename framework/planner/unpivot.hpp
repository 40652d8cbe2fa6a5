// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <optional>

#include "pipeline/diagnostic.hpp"
#include "pipeline/model.hpp"
#include "protocol/plan.hpp"

namespace dp::planner {

/// The stage of a step `unpivot` over records with the columns `have`; nullopt, and its mistakes, if
/// it does not fit them.
std::optional<protocol::Stage> unpivot_stage(const pipeline::Unpivot& unpivot,
                                             const Schema& have,
                                             pipeline::Diagnostics& diagnostics);

}  // namespace dp::planner
