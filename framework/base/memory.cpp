// SPDX-License-Identifier: Apache-2.0
#include "base/memory.hpp"

#include <algorithm>
#include <sstream>

#include "base/cgroup.hpp"
#include "base/fd.hpp"

namespace dp {
namespace {

std::optional<double> limit_v2(const std::string& group) {
  // Either may be "max", which is none.
  const auto hard = read_number(group + "/memory.max");
  const auto soft = read_number(group + "/memory.high");
  if (!hard || !soft) return hard ? hard : soft;
  return std::min(*hard, *soft);
}

std::optional<double> limit_v1(const std::string& group) {
  // Without a limit it is a number that no machine has.
  return read_number(group + "/memory.limit_in_bytes");
}

std::uint64_t machine_memory(const std::string& root) {
  const auto text = read_file(root + "/proc/meminfo", 1 << 16);
  if (!text) return 0;
  std::istringstream in(*text);
  for (std::string line; std::getline(in, line);) {  // "MemTotal:  16302036 kB"
    std::istringstream words(line);
    std::string name;
    std::uint64_t kilobytes = 0;
    if (words >> name >> kilobytes && name == "MemTotal:") return kilobytes * 1024;
  }
  return 0;
}

}  // namespace

std::uint64_t usable_memory(const std::string& root) {
  const auto machine = machine_memory(root);
  const auto limit = least_cgroup_limit(root, "memory", limit_v2, limit_v1);
  if (!limit || *limit < 1 || (machine != 0 && *limit >= static_cast<double>(machine)))
    return machine;
  return static_cast<std::uint64_t>(std::min(*limit, 0x1p62));
}

}  // namespace dp
