// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace dp::pool {

/// What a process holds for itself now: its resident memory without what it shares with others
/// (files that it maps, the pool's segment). 0 when that cannot be read.
/// Shape: `statm` is the text of /proc/PID/statm.
[[nodiscard]] std::uint64_t own_memory(int pid);

/// Tells when a worker has grown so near to its memory limit that a fresh one should take its
/// place before the next chunk: whatever comes next must not be blamed for what it inherits.
///
/// Shape: near is three quarters of the limit, or half of what the limit left it after its first
///   chunk, whichever is more: what it must hold anyway (a model, a table) is no growth.
/// Cost: a file read at most each 2 ms. Threads: one.
class Growth {
 public:
  using Clock = std::chrono::steady_clock;
  /// Gives the process's memory in bytes.
  using Measure = std::function<std::uint64_t()>;

  /// `limit`: in bytes; 0: there is none.
  Growth(std::uint64_t limit, Measure measure) : limit_(limit), measure_(std::move(measure)) {}

  /// A chunk is done: whether the worker should do no more.
  bool is_near_limit(Clock::time_point now);

 private:
  std::uint64_t limit_;
  Measure measure_;
  std::uint64_t near_ = 0;  ///< 0: no chunk was done yet
  Clock::time_point last_;
};

}  // namespace dp::pool
