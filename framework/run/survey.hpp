// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>

#include "planner/prepare.hpp"
#include "protocol/knowledge_requests.hpp"
#include "run/progress.hpp"

namespace dp::run {

/// Look through all of the input: have the reader of the plan learn what its records are, on all
/// workers. It is a map like that of the run, whose rejects and counts are not kept.
/// Precondition: the reader learns, and the input can be read again after it.
/// Errors: those of pool::Pool::run, of the reader and of the reducer of its knowledge.
Result<protocol::Knowledge> survey(planner::Prepared& prepared, Observer* observer);

}  // namespace dp::run
