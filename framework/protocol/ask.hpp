// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <vector>

#include "pool/pool.hpp"

namespace dp::protocol {

/// Send each request to some worker, and wait for all answers: an answer's bytes, or why there
/// is none (the task refused it, or the worker died over it, twice).
/// Errors: those of pool::Pool::run.
Result<std::vector<Result<std::string>>> ask(pool::Pool& pool,
                                             std::vector<std::string> requests);

}  // namespace dp::protocol
