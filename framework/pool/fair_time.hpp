// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace dp::pool {

/// Tells how much of some time a process had for itself: not the time in which it waited for a
/// processor, which others had. So a time limit means the same on a busy machine.
///
/// Source: proc(5): the state in /proc/PID/stat, and /proc/PID/schedstat (nanoseconds on a
///   processor, nanoseconds in wait for one), both of the process's first thread. Where they do
///   not tell, all the time counts.
/// Threads: one.
class FairTime {
 public:
  /// `proc`: "/proc" outside of tests.
  explicit FairTime(std::string proc = "/proc") : proc_(std::move(proc)) {}

  /// How much of `passed`, the time since the last call, process `pid` had. Law: at most `passed`.
  std::chrono::microseconds of(int pid, std::chrono::microseconds passed);

 private:
  struct Used {
    std::uint64_t running_ns = 0;
    std::uint64_t waiting_ns = 0;
  };
  [[nodiscard]] std::optional<Used> read_used(const std::string& process) const;

  std::string proc_;
  std::optional<Used> last_;
};

}  // namespace dp::pool
