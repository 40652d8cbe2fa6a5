// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "pipeline/model.hpp"
#include "protocol/plan.hpp"

namespace dp::planner {

/// The stages of a step `flatten` over records with the columns `have`; nullopt, and its mistakes, if it
/// does not fit them.
///
/// Law: what no member takes is in the column of the rest: nothing of a value is lost.
std::optional<std::vector<protocol::Stage>> flatten_stages(const pipeline::Flatten& flatten,
                                                           const Schema& have,
                                                           pipeline::Diagnostics& diagnostics);

}  // namespace dp::planner
