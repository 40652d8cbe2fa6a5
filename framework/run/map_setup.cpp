// SPDX-License-Identifier: Apache-2.0
#include "run/map_setup.hpp"

#include "protocol/ask.hpp"
#include "protocol/plan_requests.hpp"

namespace dp::run {

Result<pool::StoreRange> keep_plan(pool::Pool& pool, const protocol::Plan& plan) {
  DP_TRY(auto range, protocol::ask(pool, protocol::KeepPlanRequest{plan}));
  if (!range) return fail(std::move(range).error().within("handing the plan to the workers"));
  return *range;
}

MapJob::Setup map_setup(const planner::Prepared& prepared, const pool::StoreRange& plan_range) {
  // A stall of the machine may last that long, and to try once more does not.
  constexpr std::chrono::seconds kShort{10};
  const auto& model = prepared.model;
  const auto* pool = &*prepared.pool;
  MapJob::Setup setup;
  setup.plan_range = plan_range;
  setup.chunksize = model.pool.chunksize;
  setup.workers = pool->workers();
  setup.blame = {model.errors.retries + 1, model.pool.timeout < kShort};
  setup.check_range = [pool](unsigned worker, const pool::StoreRange& range) {
    return pool->check(worker, range);
  };
  return setup;
}

}  // namespace dp::run
