// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <string_view>

#include "worker/libraries.hpp"

namespace dp::worker {

/// Answer a request of planner::check_targets: the file that a step would write for each item.
Status tell_targets(std::string_view request, Libraries& libraries, std::string& reply);

}  // namespace dp::worker
