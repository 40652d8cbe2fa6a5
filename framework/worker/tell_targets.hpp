// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <vector>

#include "protocol/task_requests.hpp"
#include "worker/libraries.hpp"

namespace dp::worker {

/// The file that a step would write for each item (see planner::check_targets).
Result<std::vector<protocol::TargetReply>> tell_targets(const protocol::TargetsRequest& request,
                                                        Libraries& libraries);

}  // namespace dp::worker
