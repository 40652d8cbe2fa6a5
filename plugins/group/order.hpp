// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/plugin.hpp>
#include <string_view>
#include <vector>

#include "group/state.hpp"

namespace dp::group {

/// The groups that the result has, in its order.
std::vector<std::uint32_t> result_order(const State& state);

/// Drop what cannot reach the result, once all of the state's partitions are whole: groups past
/// the limit, the values behind distinct counts, values too rare for their top list.
void trim(State& state);

/// Append the trimmed state's groups at even distances in its order, as a partial: the bounds of
/// up to `ranges` ranges. Nothing if the result is short by its plan.
Status save_bounds(const State& state, std::uint32_t ranges, Output& out);

/// Append the trimmed state's partials by the ranges between `bounds`, which it or the state of
/// another partition gave. A range begins with its bound. The state keeps foreign bounds.
/// Errors: corrupt if they are no bounds of this plan.
Status save_ranges(State& state, std::string_view bounds, Output& out);

}  // namespace dp::group
