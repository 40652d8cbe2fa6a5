// SPDX-License-Identifier: Apache-2.0
#include "pool/fair_time.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

#include "base/fd.hpp"

namespace dp::pool {
namespace {

using std::chrono::microseconds;

constexpr std::size_t kFileBytes = 4096;

/// It runs, or would if it had a processor.
bool is_runnable(const std::string& process) {
  const auto text = read_file(process + "/stat", kFileBytes);
  if (!text) return false;
  // "42 (a name) R 1 ...": the name may hold anything.
  const auto end = text->rfind(')');
  return end != std::string::npos && text->compare(end + 1, 2, " R") == 0;
}

microseconds from(std::uint64_t before_ns, std::uint64_t now_ns) {
  return microseconds(now_ns > before_ns ? (now_ns - before_ns) / 1000 : 0);
}

}  // namespace

std::optional<FairTime::Used> FairTime::read_used(const std::string& process) const {
  const auto text = read_file(process + "/schedstat", kFileBytes);
  if (!text) return std::nullopt;
  std::istringstream in(*text);
  Used used;
  if (!(in >> used.running_ns >> used.waiting_ns)) return std::nullopt;
  return used;
}

microseconds FairTime::of(int pid, microseconds passed) {
  const std::string process = proc_ + "/" + std::to_string(pid);
  const auto used = read_used(process);
  const auto before = std::exchange(last_, used);
  if (!used || !before) return passed;
  // A wait is only counted once it is over: while it lasts, what counts is what it ran.
  if (is_runnable(process)) return std::min(passed, from(before->running_ns, used->running_ns));
  return passed - std::min(passed, from(before->waiting_ns, used->waiting_ns));
}

}  // namespace dp::pool
