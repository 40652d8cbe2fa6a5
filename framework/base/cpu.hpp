// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace dp {

/// How many processors this process may keep busy: the smaller of its CPU affinity and its
/// cgroup's quota, rounded up; at least 1.
unsigned usable_cpus();

/// The CPU time that cgroup quotas grant this process, in processors (1.5: one and a half), or
/// nullopt without a quota.
///
/// Reads proc/self/cgroup under `root` ("/" outside of tests), then, in cgroup v2 and v1, the
///   process's own group and all above it: the smallest quota counts. Files that are missing or
///   odd are passed over.
std::optional<double> cpu_quota(const std::string& root = "/");

}  // namespace dp
