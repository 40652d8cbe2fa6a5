// SPDX-License-Identifier: Apache-2.0
#include "pool/growth.hpp"

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "base/fd.hpp"

namespace dp::pool {
namespace {

constexpr std::chrono::milliseconds kLookEvery{2};

}  // namespace

std::uint64_t own_memory(int pid) {
  const auto text = read_file("/proc/" + std::to_string(pid) + "/statm", 4096);
  if (!text) return 0;
  std::istringstream in(*text);
  std::uint64_t total = 0, resident = 0, shared = 0;
  if (!(in >> total >> resident >> shared)) return 0;
  const auto pages = resident - std::min(resident, shared);
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

bool Growth::is_near_limit(Clock::time_point now) {
  if (limit_ == 0) return false;
  if (near_ != 0 && now - last_ < kLookEvery) return false;
  last_ = now;
  const auto bytes = measure_();
  if (near_ == 0) {
    const auto left = limit_ - std::min(limit_, bytes);
    near_ = std::max(limit_ / 4 * 3, limit_ - left / 2);
  }
  if (bytes <= near_) return false;
  // Much of it may be free, and only kept for what comes.
  ::malloc_trim(0);
  return measure_() > near_;
}

}  // namespace dp::pool
