// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <vector>

namespace dp::pool {

/// The environment variable by which a process learns that it is a worker. Unset as soon as
/// read, so that what a plugin starts does not see it.
inline constexpr const char* kEnlistmentName = "DP_POOL_WORKER";

/// What a worker inherits, by descriptor number.
struct Enlistment {
  unsigned worker = 0;
  int runner_pid = 0;
  int segment = -1;
  int runner_bell = -1;
  std::vector<int> stores;
};

/// "DP_POOL_WORKER=...": decimal numbers, the layout version first, spaces between them.
std::string write_enlistment(const Enlistment& paper);
/// Errors: invalid_argument when there is none; corrupt.
Result<Enlistment> read_enlistment();

}  // namespace dp::pool
