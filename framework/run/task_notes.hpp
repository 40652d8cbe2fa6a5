// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <vector>

#include "input/items.hpp"
#include "pool/pool.hpp"
#include "protocol/counts.hpp"

namespace dp::run {

/// What tasks said of records, a sentence each: "FILE:LINE: TEXT (first of 3)".
///
/// `with_lines`: places are lines, which workers count; else, or if a file cannot be read any more,
/// they are bytes. Errors: those of the pool.
Result<std::vector<std::string>> task_notes(const protocol::Counts& counts,
                                            const input::Items& items, bool with_lines,
                                            pool::Pool& pool);

}  // namespace dp::run
