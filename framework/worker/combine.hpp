// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>

#include "plugin/instance.hpp"
#include "pool/worker.hpp"
#include "protocol/plan.hpp"
#include "protocol/result_requests.hpp"
#include "worker/libraries.hpp"

namespace dp::worker {

/// Open the reducer of one of the plan's reductions.
Result<plugin::ReducerInstance> open_reducer(const protocol::Plan& plan, std::uint32_t index,
                                             Libraries& libraries);

/// Combine what all partials hold of one partition, trim it, and store it anew: by ranges of the
/// result if that is asked for and the reducer can.
Result<protocol::CombineReply> combine_partition(const protocol::Plan& plan,
                                                 const protocol::CombineRequest& request,
                                                 Libraries& libraries,
                                                 pool::WorkerContext& context);

}  // namespace dp::worker
