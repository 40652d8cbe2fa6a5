// SPDX-License-Identifier: Apache-2.0
#include "base/cgroup.hpp"

#include <cmath>
#include <sstream>

#include "base/fd.hpp"

namespace dp {
namespace {

/// The least limit from `path` in the tree at `mount` up to its root.
std::optional<double> least_from(const std::string& mount, std::string path,
                                 CgroupLimit limit) {
  // "/../x" is a group outside of our namespace; what we can see of it starts at the root.
  if (path.find("/..") != std::string::npos) path.clear();
  std::optional<double> least;
  for (;;) {
    if (const auto here = limit(mount + path); here && (!least || *here < *least)) least = here;
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return least;
    path.erase(slash);
  }
}

bool lists(const std::string& controllers, const std::string& controller) {
  std::istringstream stream(controllers);
  for (std::string name; std::getline(stream, name, ',');)
    if (name == controller) return true;
  return false;
}

}  // namespace

std::optional<double> least_cgroup_limit(const std::string& root, const std::string& controller,
                                         CgroupLimit v2, CgroupLimit v1) {
  const auto text = read_file(root + "/proc/self/cgroup", kMostOfKernelFile);
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
      for (const char* mount : {"", "/unified"}) take(least_from(mounts + mount, path, v2));
    if (lists(controllers, controller))
      for (const std::string& mount : {controller, controllers})
        take(least_from(mounts + "/" + mount, path, v1));
  }
  return least;
}

std::optional<double> read_number(const std::string& path) {
  const auto text = read_file(path, kMostOfKernelFile);
  if (!text) return std::nullopt;
  std::istringstream in(*text);
  double value = 0;
  std::string rest;
  if (!(in >> value) || in >> rest || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace dp
