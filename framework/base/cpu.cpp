// SPDX-License-Identifier: Apache-2.0
#include "base/cpu.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string_view>
#include <vector>

#include "base/fd.hpp"

namespace dp {
namespace {

constexpr std::uint64_t kFileLimit = 1 << 16;

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
  const auto text = read_file(path, kFileLimit);
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
  const auto quota = words(group + "/cpu.cfs_quota_us");  // -1: none
  const auto period = words(group + "/cpu.cfs_period_us");
  if (quota.size() != 1 || period.size() != 1) return std::nullopt;
  return ratio(number(quota[0]), number(period[0]));
}

/// The smallest quota from `path` in the tree at `mount` up to its root.
std::optional<double> smallest(const std::string& mount, std::string path,
                               std::optional<double> (*quota)(const std::string&)) {
  // "/../x" is a group outside of our namespace; what we can see of it starts at the root.
  if (path.find("/..") != std::string::npos) path.clear();
  std::optional<double> least;
  for (;;) {
    if (const auto here = quota(mount + path); here && (!least || *here < *least)) least = here;
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return least;
    path.erase(slash);
  }
}

bool lists_cpu(const std::string& controllers) {
  std::istringstream stream(controllers);
  for (std::string name; std::getline(stream, name, ',');)
    if (name == "cpu") return true;
  return false;
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
  const auto text = read_file(root + "/proc/self/cgroup", kFileLimit);
  if (!text) return std::nullopt;
  const std::string mounts = root + "/sys/fs/cgroup";
  std::optional<double> least;
  const auto take = [&least](const std::optional<double>& found) {
    if (found && (!least || *found < *least)) least = found;
  };
  std::istringstream stream(*text);
  for (std::string line; std::getline(stream, line);) {  // "4:cpu,cpuacct:/a/b" or "0::/a/b"
    const auto first = line.find(':');
    const auto second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const std::string path = line.substr(second + 1);
    if (controllers.empty())
      for (const char* mount : {"", "/unified"}) take(smallest(mounts + mount, path, quota_v2));
    if (lists_cpu(controllers))
      for (const std::string& mount : {std::string("cpu"), controllers})
        take(smallest(mounts + "/" + mount, path, quota_v1));
  }
  return least;
}

unsigned usable_cpus() {
  const unsigned cpus = affinity();
  const auto quota = cpu_quota();
  if (!quota) return cpus;
  return std::clamp(static_cast<unsigned>(std::ceil(std::min(*quota, 1e6))), 1U, cpus);
}

}  // namespace dp
