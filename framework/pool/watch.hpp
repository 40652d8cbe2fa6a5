// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <vector>

#include "pool/fair_time.hpp"
#include "pool/pool_state.hpp"

namespace dp::pool {

/// Holds worker processes to their limits of time and memory, and tells what those that end died of.
class Watch {
 public:
  explicit Watch(PoolState& state) : state_(&state) {}

  /// There is a new worker in `slot`.
  void begin(const WorkerSlot& slot);
  /// How much of `passed`, the time since the last look, the worker had: not what it waited for a
  /// processor. Call it for each look.
  std::chrono::microseconds fair_time(const WorkerSlot& slot, std::chrono::microseconds passed);
  /// Look at a running worker, `passed` after the last look, which must not contain time in which the
  /// runner itself did not run. False: it was killed a while ago and does not end.
  bool check(WorkerSlot& slot, std::chrono::microseconds passed);
  /// Read how much memory it has.
  void measure(WorkerSlot& slot);
  /// Kill it: what it says cannot be (see RunnerChannel::damage).
  void end_damaged(WorkerSlot& slot) { kill(slot, Killed::damage); }

  /// Who ended the worker (the item, this pool, or somebody else) and over what.
  [[nodiscard]] Death death_of(const WorkerSlot& slot, int pid, const End& end) const;

 private:
  enum class Killed { no, timeout, memory, damage };
  struct TimeLimit {
    std::chrono::microseconds time{0};  ///< between two signs of life; 0: for ever
    Timing timing = Timing::item;
    bool is_known = false;  ///< it is the same in every run
  };
  /// What is known of one worker.
  struct Notes {
    Killed killed = Killed::no;
    bool term_sent = false, kill_sent = false;
    TimeLimit limit;                           ///< that it was killed for
    std::chrono::microseconds stopped_for{0};  ///< since somebody stopped it
    bool stopped_externally = false;           ///< it was stopped when it ran out of time
    std::uint64_t beat = 0;
    std::chrono::microseconds quiet{0};  ///< since its last beat, or since it was killed
    std::uint64_t peak_rss_bytes = 0;
    FairTime fair_time;
  };

  void watch_time(WorkerSlot& slot, Notes& notes, std::chrono::microseconds passed);
  [[nodiscard]] TimeLimit limit_of(WorkerSlot& slot) const;
  [[nodiscard]] TimeLimit limit_of(Timing timing) const;
  [[nodiscard]] TimeLimit item_limit_of(const WorkerSlot& slot, const Record* record) const;
  [[nodiscard]] std::uint64_t memory_limit_of(WorkerSlot& slot) const;
  void tell_limit(const TimeLimit& limit, Death& death) const;
  void kill(WorkerSlot& slot, Killed why);

  PoolState* state_;
  std::vector<Notes> notes_;  ///< by slot
};

}  // namespace dp::pool
