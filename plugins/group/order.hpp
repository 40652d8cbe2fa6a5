// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "state.hpp"

namespace dp::group {

/// The groups that the result has, in its order.
std::vector<std::uint32_t> result_order(const State& state);

/// Drop what cannot reach the result, once all of the state's partitions are whole: groups past
/// the limit, the values behind distinct counts, values too rare for their top list.
void trim(State& state);

}  // namespace dp::group
