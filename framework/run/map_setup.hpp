// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>

#include "planner/prepare.hpp"
#include "run/map/map_job.hpp"

namespace dp::run {

/// Hand a plan to the workers. Returns where it lies. Errors: those of pool::Pool::run and of the
/// workers.
Result<pool::StoreRange> keep_plan(pool::Pool& pool, const protocol::Plan& plan);

/// What all maps over the input of a prepared run have in common: how it is cut, who is to blame
/// for failures, what workers may say. To be filled in: limits, into, tick.
/// Lifetime: borrows the pool.
MapJob::Setup map_setup(const planner::Prepared& prepared, const pool::StoreRange& plan_range);

}  // namespace dp::run
