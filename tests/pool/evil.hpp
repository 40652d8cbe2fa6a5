// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace dp::test {

/// A worker that breaks the protocol in the way that `how` names, once it has a chunk.
int run_evil_worker(const std::string& how);

}  // namespace dp::test
