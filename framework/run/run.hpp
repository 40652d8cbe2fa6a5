// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>

#include "planner/prepare.hpp"
#include "run/progress.hpp"
#include "run/target.hpp"

namespace dp::run {

/// Run what was prepared to its end.
/// Errors: the run failed, or was interrupted; then no output file has been touched. Records
///   and items that were rejected are no error: they are in the summary. budget: there were more
///   than the pipeline allows, or nothing of the input can be read; then the message has the first
///   rejects, and the file of rejects has all so far.
Result<Summary> execute(planner::Prepared& prepared, const StandardOutput& standard_output,
                        Observer* observer);

}  // namespace dp::run
