// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>

#include "protocol/task_requests.hpp"
#include "worker/libraries.hpp"

namespace dp::worker {

/// Open an instance for validation; the plugin's refusal is in the reply. A writer is given
/// its sections.
/// Errors: the library or the task is not there.
Result<protocol::OpenReply> validate_open(const protocol::OpenRequest& request,
                                          Libraries& libraries);

}  // namespace dp::worker
