// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>

#include "pool/worker.hpp"
#include "protocol/knowledge_requests.hpp"
#include "protocol/plan.hpp"
#include "worker/libraries.hpp"

namespace dp::worker {

/// Join what a reader learned in all chunks of the input.
/// Errors: those of the reducer of its knowledge; invalid_plugin, if its rows are no witnesses.
Result<protocol::Knowledge> join_knowledge(const protocol::Plan& plan,
                                           const protocol::JoinRequest& request,
                                           Libraries& libraries, pool::WorkerContext& context);

}  // namespace dp::worker
