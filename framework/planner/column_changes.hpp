// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "pipeline/model.hpp"
#include "protocol/plan.hpp"

namespace dp::planner {

/// The stages of a step that selects, renames, drops, casts, fills or splits columns of `have`.
/// Mistakes go to `diagnostics`; nullopt if the columns that it leaves are then not known.
///
/// Cast and filled values are derived and checked, then columns selected; none of it if nothing
/// changes. Only columns that someone reads are derived or checked.
std::optional<std::vector<protocol::Stage>> column_stages(const pipeline::Step& step,
                                                          const Schema& have,
                                                          pipeline::Diagnostics& diagnostics);

}  // namespace dp::planner
