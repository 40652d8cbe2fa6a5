// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace dp {

/// How many bytes of memory this process and its children may use: those of the machine, or of
/// its cgroup's limit if that is less; 0 when neither can be read.
///
/// Reads proc/meminfo and, as least_cgroup_limit does, memory.max and memory.high of cgroup v2 and
///   memory.limit_in_bytes of v1, under `root` ("/" outside of tests).
std::uint64_t usable_memory(const std::string& root = "/");

}  // namespace dp
