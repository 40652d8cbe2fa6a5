// SPDX-License-Identifier: Apache-2.0
#include "worker/combine.hpp"

#include "worker/links.hpp"
#include "worker/store_text.hpp"

namespace dp::worker {

Result<plugin::ReducerInstance> open_reducer(const protocol::Plan& plan, std::uint32_t index,
                                             Libraries& libraries) {
  if (index >= plan.reductions.size()) return fail(Errc::corrupt, "no such reduction");
  const auto input = plan.input_of(plan.reductions[index]);
  DP_TRY(auto reducer, libraries.open<plugin::ReducerInstance>(plan.reductions[index].use,
                                                               &input, plan.hash_seed));
  DP_CHECK(libraries.start(reducer));
  return reducer;
}

Result<protocol::CombineReply> combine_partition(const protocol::Plan& plan,
                                                 const protocol::CombineRequest& request,
                                                 Libraries& libraries,
                                                 pool::WorkerContext& context) {
  auto& calls = libraries.calls();
  const CallTracker::Reporting reporting(calls, context);
  DP_TRY(auto reducer, open_reducer(plan, request.reduction, libraries));
  const auto name = " of the reducer " + plan.reductions[request.reduction].title();
  const TaskCall combine(calls, "combine" + name);
  const TaskCall trim(calls, "trim" + name);
  const TaskCall save(calls, "save" + name);
  StoreText saved(context);
  for (const auto& range : request.partials) {
    DP_CHECK(context.load(range, saved.text));
    calls.alive();
    const auto inside = combine.enter();
    DP_CHECK(reducer.combine(request.partition, saved.text));
  }
  calls.alive();
  {
    const auto inside = trim.enter();
    DP_CHECK(reducer.trim());
  }
  calls.alive();
  const auto inside = save.enter();
  saved.text.clear();
  protocol::CombineReply reply;
  reply.bounds = request.bounds;
  Outlet outlet;
  if (request.ranges > 1 && request.bounds.empty() && reducer.has_ranges()) {
    outlet.text = &reply.bounds;
    DP_CHECK(outlet.status_of(reducer.bounds(request.ranges, outlet.raw())));
    calls.alive();
  }
  outlet.text = &saved.text;
  outlet.filled = [&saved] { return saved.flush_if_large(); };
  outlet.sizes = &reply.place.sizes;
  DP_CHECK(outlet.status_of(reply.bounds.empty()
                                ? reducer.save(outlet.raw())
                                : reducer.save_ranges(reply.bounds, outlet.raw())));
  DP_CHECK(saved.flush());
  reply.place.range = saved.whole();
  return reply;
}

}  // namespace dp::worker
