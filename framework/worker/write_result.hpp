// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>

#include "pool/worker.hpp"
#include "protocol/plan_requests.hpp"
#include "protocol/result_requests.hpp"
#include "worker/libraries.hpp"

namespace dp::worker {

/// Finalize the reductions of a result, or a range of one, into a writer; where the bytes lie.
Result<protocol::FinishReply> write_result(const protocol::Plan& plan,
                                           const protocol::FinishRequest& request,
                                           Libraries& libraries, pool::WorkerContext& context);

/// What stands before and after the rows of a stream or a result.
Result<protocol::FrameReply> frame_of_writer(const protocol::Plan& plan,
                                             const protocol::FrameRequest& request,
                                             Libraries& libraries);

}  // namespace dp::worker
