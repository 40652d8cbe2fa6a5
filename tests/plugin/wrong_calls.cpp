// SPDX-License-Identifier: Apache-2.0
// A task whose calls are given by wrong_calls.cmake: ROLE, KINFO and CALLS.
#include <dp/plugin.hpp>

struct Task {
  static constexpr dp::TaskInfo kInfo{.name = "task", .summary = "", .doc = "", KINFO};
  CALLS
};

DP_PLUGIN("task", "1", "", dp::ROLE<Task>());
