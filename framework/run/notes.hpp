// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/prepare.hpp"
#include "run/map/unread_items.hpp"
#include "run/progress.hpp"

namespace dp::run {

/// What a person should know of a run that looks right, a sentence each: files of which the reader
/// made nothing, with what they look like, conditions that no record fulfils, and declared columns of
/// which no record has a value, both with their places.
std::vector<std::string> notes_on(const planner::Prepared& prepared,
                                  const protocol::Counts& counts, const UnreadItems& unread);

/// Of an output whose path has columns: files that were there before and got no rows, which stay as they
/// are. Nullopt: there are none.
std::optional<std::string> note_on(const Written& output);

}  // namespace dp::run
