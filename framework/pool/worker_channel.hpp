// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string_view>
#include <vector>

#include "pool/arena.hpp"
#include "pool/segment.hpp"
#include "pool/worker.hpp"

namespace dp::pool {

/// What a worker needs to serve: its block and the descriptors that it inherited.
struct WorkerSetup {
  Block block;
  std::string_view handler_setup;  ///< bytes for Handler::start
  unsigned worker = 0;
  int runner_doorbell = -1;  ///< eventfd
  std::vector<int> stores;   ///< to read; by worker, the last one is the runner's
  int own_store = -1;        ///< to append to
  int runner_pid = 0;        ///< end when it is no longer our parent; 0: do not look
};

/// A worker's end of what it shares with the runner: instructions in, replies out, and a status that
/// the runner watches.
///
/// Threads: one thread; in a worker process its main thread, in tests a thread of the runner's.
class WorkerChannel {
 public:
  explicit WorkerChannel(WorkerSetup setup);

  /// Wait for the next instruction. False when the runner is gone or its ring makes no sense.
  bool next(Instruction& instruction);
  /// The instruction that next() gave is done: its place and its request may be reused.
  void release() { instructions_.publish(); }
  /// A chunk is begun: false when the runner has called it back.
  bool begin(const Instruction& instruction);
  /// The bytes of a request, valid until release(); `buffer` keeps them if they come from the store.
  /// Errors: corrupt, io.
  Result<Bytes> request_bytes(const Instruction& instruction, std::string& buffer) const;

  /// Put `bytes` where the runner can read them, then publish `reply`: that is the commit. Waits for
  /// room. Errors: interrupted when the runner is gone; those of the store.
  Status send(Reply reply, Bytes bytes);
  /// Whether bytes that long need no store.
  [[nodiscard]] bool fits(std::size_t bytes) const noexcept { return arena_.fits(bytes); }
  /// Wake the runner, if it sleeps.
  void ring_runner();
  /// The same, unless there is work left here and it was woken a moment ago.
  void ring_runner_soon();

  void set_state(WorkerStatus::State state) noexcept;
  /// See WorkerContext. Inline: it is called for each record.
  void report_position(std::uint64_t item, std::uint64_t place, bool precise) noexcept {
    constexpr auto relaxed = std::memory_order_relaxed;
    WorkerStatus& status = *setup_.block.worker;
    Position& position = status.position;
    const auto kind = precise ? Position::kRecord : Position::kBatch;
    if (position.item.load(relaxed) == item && position.place.load(relaxed) == place &&
        position.kind.load(relaxed) == kind)
      return;
    position.item.store(item, relaxed);
    position.place.store(place, relaxed);
    position.kind.store(kind, relaxed);
    report_alive();
  }

  void report_call(std::string_view call, Timing timing) noexcept;
  void report_alive() noexcept {
    WorkerStatus& status = *setup_.block.worker;
    constexpr auto relaxed = std::memory_order_relaxed;
    status.beat.store(status.beat.load(relaxed) + 1, std::memory_order_release);
  }

  [[nodiscard]] const WorkerSetup& setup() const noexcept { return setup_; }

 private:
  Result<std::uint64_t> place_in_arena(std::uint64_t bytes);
  template <class Ready>
  bool sleep_until(Ready ready);
  [[nodiscard]] bool orphaned() const noexcept;

  WorkerSetup setup_;
  Receiver<Instruction, kRing> instructions_;
  Sender<Reply, kRing> replies_;
  Arena arena_;
  bool unrung_ = false;  ///< replies were sent that the runner was not woken for
  /// As of the last chunk's end, or the last sleep's.
  std::chrono::steady_clock::time_point now_;
  std::chrono::steady_clock::time_point last_ring_;
};

}  // namespace dp::pool
