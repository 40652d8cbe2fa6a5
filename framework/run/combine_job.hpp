// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <functional>
#include <vector>

#include "pool/pool.hpp"
#include "protocol/plan.hpp"
#include "protocol/result_requests.hpp"

namespace dp::run {

/// The partials of one reduction, as the map left them: one an epoch.
using Partials = std::vector<protocol::PartialPlace>;

/// For each reduction, the pieces that make its result. Large reductions are combined first, a
/// hash partition a lease, so that all workers share the work; small ones are left as they are.
/// A reducer that can share its result out in ranges of its order does so: the first partition
/// gives the bounds, a fair sample of the groups since it was picked by hash.
/// Errors: those of pool::Pool::run; task_failed or worker_died when a reducer fails.
Result<std::vector<protocol::Ranges>> combine(pool::Pool& pool,
                                              const pool::StoreRange& plan_range,
                                              const protocol::Plan& plan,
                                              const std::vector<Partials>& partials);

}  // namespace dp::run
