// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>

#include "planner/prepare.hpp"
#include "run/progress.hpp"

namespace dp::run {

/// If a pipeline has mistakes that may only be those of its input's first bytes (see
/// planner::Prepared::in_doubt), look through all of the input, if it can be read again and is
/// not longer than `most_bytes`, and check the pipeline anew. Where that is not done, its
/// diagnostics say so; else they are of what all of the input has.
/// Errors: those of a survey.
Status settle_doubt(planner::Prepared& prepared, std::uint64_t most_bytes, Observer* observer);

}  // namespace dp::run
