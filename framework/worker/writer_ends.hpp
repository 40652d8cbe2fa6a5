// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <utility>
#include <vector>

#include "plugin/instance.hpp"
#include "worker/call_tracker.hpp"

namespace dp::worker {

/// Begin a writer, and then sections of these names and columns; what it writes is appended to `text`.
/// Each call is told to `calls` as one that gets things ready.
Status begin_writer(plugin::WriterInstance& writer, CallTracker& calls,
                    const std::vector<std::pair<std::string, Schema>>& sections,
                    std::string& text);

/// The same of the end of a writer that was given no rows.
Status end_writer(plugin::WriterInstance& writer, CallTracker& calls, std::string& text);

}  // namespace dp::worker
