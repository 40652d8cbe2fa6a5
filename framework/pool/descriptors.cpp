// SPDX-License-Identifier: Apache-2.0
#include "pool/descriptors.hpp"

#include <dirent.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <string>

#include "base/spawn.hpp"

namespace dp::pool {
namespace {

constexpr std::uint64_t kEachWorker = 4;
/// The segment, the doorbell, the epoll, the runner's store (two); and five while a worker is started.
constexpr std::uint64_t kForAll = 10;

/// How many are open; nullopt where /proc does not tell.
Result<std::optional<std::uint64_t>> open_descriptors() {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc/self/fd"), ::closedir);
  if (!folder && errno == EMFILE) return fail_resource("no file descriptor is free");
  if (!folder) return std::nullopt;
  std::uint64_t count = 0;
  while (const dirent* entry = ::readdir(folder.get()))
    if (entry->d_name[0] != '.') ++count;
  return count - 1;  // the folder's own
}

}  // namespace

std::uint64_t descriptors_for(unsigned workers) noexcept {
  return kForAll + kEachWorker * workers;
}

Result<unsigned> workers_that_fit(unsigned wanted, bool all) {
  rlimit limit{};
  DP_TRY(const auto open, open_descriptors());
  if (!open || ::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return wanted;
  const std::uint64_t free = limit.rlim_cur - std::min<std::uint64_t>(limit.rlim_cur, *open);
  const std::uint64_t fit = (free - std::min(free, kForAll)) / kEachWorker;
  if (fit >= wanted) return wanted;
  if (fit > 0 && !all) return static_cast<unsigned>(fit);
  const unsigned needed = all ? wanted : 1;
  return fail(Errc::exhausted,
              std::to_string(needed) + " worker" + (needed == 1 ? "" : "s") +
                  " in a pool: got " + std::to_string(free) +
                  " free file descriptors (RLIMIT_NOFILE (ulimit -n) is " +
                  std::to_string(limit.rlim_cur) + ", " + std::to_string(*open) +
                  " are open), expected " + std::to_string(descriptors_for(needed)) +
                  ": raise the limit" +
                  (fit > 0 ? ", or start at most " + std::to_string(fit) : std::string()));
}

}  // namespace dp::pool
