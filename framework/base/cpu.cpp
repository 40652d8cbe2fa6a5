// SPDX-License-Identifier: Apache-2.0
#include "base/cpu.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <vector>

#include "base/cgroup.hpp"
#include "base/fd.hpp"

namespace dp {
namespace {

std::optional<double> number(const std::string& text) {
  try {
    std::size_t end = 0;
    const double value = std::stod(text, &end);
    if (end == text.size() && std::isfinite(value)) return value;
  } catch (const std::exception&) {  // std::stod's way to say: not a number
  }
  return std::nullopt;
}

std::vector<std::string> words(const std::string& path) {
  const auto text = read_file(path, kMostOfKernelFile);
  std::vector<std::string> out;
  if (!text) return out;
  std::istringstream stream(*text);
  for (std::string word; stream >> word;) out.push_back(word);
  return out;
}

std::optional<double> ratio(const std::optional<double>& quota,
                            const std::optional<double>& period) {
  if (!quota || !period || *quota <= 0 || *period <= 0) return std::nullopt;
  return *quota / *period;
}

std::optional<double> quota_v2(const std::string& group) {
  const auto parts = words(group + "/cpu.max");  // "max 100000" or "150000 100000"
  if (parts.size() != 2) return std::nullopt;
  return ratio(number(parts[0]), number(parts[1]));
}

std::optional<double> quota_v1(const std::string& group) {
  // The quota is -1 if there is none.
  return ratio(read_number(group + "/cpu.cfs_quota_us"),
               read_number(group + "/cpu.cfs_period_us"));
}

unsigned affinity() {
  for (std::size_t cpus = CPU_SETSIZE; cpus <= std::size_t{1} << 18; cpus *= 2) {
    cpu_set_t* set = CPU_ALLOC(cpus);
    if (set == nullptr) break;
    const std::size_t size = CPU_ALLOC_SIZE(cpus);
    const int count = ::sched_getaffinity(0, size, set) == 0 ? CPU_COUNT_S(size, set) : 0;
    CPU_FREE(set);
    if (count > 0) return static_cast<unsigned>(count);
  }
  return static_cast<unsigned>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
}

}  // namespace

std::optional<double> cpu_quota(const std::string& root) {
  return least_cgroup_limit(root, "cpu", quota_v2, quota_v1);
}

unsigned usable_cpus() {
  const unsigned cpus = affinity();
  const auto quota = cpu_quota();
  if (!quota) return cpus;
  return std::clamp(static_cast<unsigned>(std::ceil(std::min(*quota, 1e6))), 1U, cpus);
}

}  // namespace dp
