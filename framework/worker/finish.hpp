// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <utility>

#include "pool/worker.hpp"
#include "protocol/messages.hpp"
#include "worker/libraries.hpp"

namespace dp::worker {

/// Open an instance for validation; the plugin's refusal is in the reply. A writer is given
/// its sections.
/// Errors: the library or the task is not there.
Result<protocol::OpenReply> try_open(const protocol::OpenRequest& request,
                                     Libraries& libraries);

/// Combine what all partials hold of one partition, trim it, and store it anew: by ranges of the
/// result if that is asked for and the reducer can.
Result<protocol::CombineReply> combine_partition(const protocol::Plan& plan,
                                                 const protocol::CombineRequest& request,
                                                 Libraries& libraries,
                                                 pool::WorkerContext& context);

/// Finalize the reductions of a result, or a range of one, into a writer; where the bytes lie.
Result<pool::StoreRange> finish_result(const protocol::Plan& plan,
                                       const protocol::FinishRequest& request,
                                       Libraries& libraries, pool::WorkerContext& context);

/// What stands before and behind the rows of a stream.
Result<std::pair<std::string, std::string>> frame_stream(const protocol::Plan& plan,
                                                         const protocol::FrameRequest& request,
                                                         Libraries& libraries);

}  // namespace dp::worker
