// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <vector>

namespace dp::pool {

/// The environment variable by which a process learns that it is a worker. Unset as soon as
/// read, so that what a plugin starts does not see it.
inline constexpr const char* kLaunchVariable = "DP_POOL_WORKER";

/// What a worker inherits, by descriptor number.
struct LaunchArgs {
  unsigned worker = 0;
  int runner_pid = 0;  ///< the worker's parent; 0: another process is
  int segment = -1;
  int runner_doorbell = -1;
  int own_store = -1;       ///< to append to
  std::vector<int> stores;  ///< to read
};

/// "DP_POOL_WORKER=...": decimal numbers, the layout version first, spaces between them.
std::string write_launch_args(const LaunchArgs& args);
/// Errors: invalid_argument when there is none; corrupt.
Result<LaunchArgs> read_launch_args();

}  // namespace dp::pool
