// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace dp {

/// Bytes that the files of /proc and /sys/fs/cgroup do not pass.
inline constexpr std::size_t kMostOfKernelFile = 1 << 16;

/// Reads a limit from the folder of a group; nullopt: there is none.
using CgroupLimit = std::optional<double> (*)(const std::string& group);

/// The least limit that this process's cgroups set, its own and all above it, in cgroup v2 (by
/// `v2`) and v1 (by `v1`, for the controller of that name); nullopt without any.
///
/// Reads proc/self/cgroup under `root` ("/" outside of tests). Files that are missing or odd are
///   passed over.
std::optional<double> least_cgroup_limit(const std::string& root, const std::string& controller,
                                         CgroupLimit v2, CgroupLimit v1);

/// The whole of a file that holds one number; nullopt if it holds anything else.
std::optional<double> read_number(const std::string& path);

}  // namespace dp
