// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <thread>
#include <vector>

#include "pool/process.hpp"
#include "pool/runner_channel.hpp"
#include "pool/window.hpp"

namespace dp::pool {

struct WorkerThread {
  std::thread thread;
  std::atomic<bool> done{false};
};

/// A place for one worker: its process, what it shares with the runner, and what it is leased. When
/// the worker ends, the next one takes its place.
struct WorkerSlot {
  WorkerSlot(Segment& segment, unsigned n) : number(n), channel(segment, n) {}

  /// Forget the worker that was here and prepare for the next. Its process must be reaped.
  void renew(Segment& segment, bool cautious);

  /// May be leased one more chunk now. `ahead`: the least that it may hold.
  [[nodiscard]] bool can_take(std::size_t ahead) const {
    return state == State::serving && !retiring && channel.damage() == nullptr &&
           channel.running() < window.size(ahead);
  }
  [[nodiscard]] bool has_news() const noexcept {
    return (state == State::starting || state == State::serving) && channel.has_news();
  }
  /// Nothing of a job is with the worker.
  [[nodiscard]] bool idle() const noexcept { return channel.running() == 0 && held.empty(); }
  /// Forget what it is leased.
  void drop_leases();

  const unsigned number;
  RunnerChannel channel;
  Process process;
  WorkerThread thread;       ///< in place of the process, in tests
  std::vector<Record> held;  ///< chunks in its open epoch
  Window window;

  /// lost: its process was killed but hangs in the kernel, so its memory cannot be used anew.
  enum class State { empty, starting, serving, lost };
  State state = State::empty;
  bool retiring = false;  ///< no more leases: it is to be replaced, or is being killed
  bool stop_sent = false, commit_sent = false;
  std::uint64_t items_given = 0;  ///< to this worker process
  Clock::time_point restart_at;   ///< when the next process may be started
};

}  // namespace dp::pool
