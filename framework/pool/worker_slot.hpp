// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include "pool/arena.hpp"
#include "pool/fifo.hpp"
#include "pool/process.hpp"
#include "pool/retry_policy.hpp"
#include "pool/segment.hpp"
#include "pool/store.hpp"

namespace dp::pool {

/// A lease as the runner keeps it, in private memory.
struct Record {
  Lease lease;  ///< `parts`: those not committed yet
  std::uint32_t attempt = 0;
  FaultCount faults;
  bool recalled =
      false;            ///< leased to another worker since; only its place in the queue is left
  bool stored = false;  ///< the request lies in the runner's store
  std::uint64_t request_end = 0;  ///< of its request in the request arena
};

/// The runner's side of one worker: its two rings, its arenas and what is leased to it.
///
/// Law: nothing that is read from the segment is used before it was copied and checked; what
///   cannot be makes the methods here say so, and the worker is then ended.
/// Threads: the runner's.
class WorkerSlot {
 public:
  WorkerSlot(Segment& segment, unsigned number);

  /// Forget the worker that sat here and prepare for the next. Its process must be reaped.
  /// `cautious`: it commits after 1 chunk, then 2, 4 ...
  void renew(Segment& segment, bool cautious);

  /// Chunks that may be leased to it now. `base`: the least window.
  [[nodiscard]] bool can_take(unsigned base) const;
  /// Lease `record` to it; false (and nothing done) when its rings or arenas are full.
  Result<bool> give(Record& record, int runner_store);
  /// Put an instruction without a chunk. False when the ring is full.
  bool order(Instruction::Kind kind);
  /// Show the worker what was given, and wake it if it sleeps.
  void nudge();

  /// The next reply, or nullopt when there is none or `damage()` is set.
  std::optional<Reply> take();
  /// Bytes of `reply`, valid until done_with(); nullopt sets damage().
  std::optional<Bytes> bytes_of(const Reply& reply, const Stores& stores);
  void done_with(const Reply& reply);
  /// The record that `reply` is about: the oldest that is running. Null sets damage().
  Record* record_of(const Reply& reply);
  /// Take that record off the queue.
  Record finish();
  /// Show the worker that replies were taken.
  void release();

  /// Take back the leases that the worker has not begun, the newest last. Nothing while an
  /// earlier call is not answered yet.
  std::vector<Record> recall();
  [[nodiscard]] bool can_recall() const noexcept {
    return running.size() > 1 && recalled_ == 0;
  }

  /// The record in hand, as far as the status of the worker can be believed; null: none.
  Record* in_hand();

  /// True when take() has something to say.
  [[nodiscard]] bool has_news() const noexcept {
    return (state == State::starting || state == State::serving) && damage_ == nullptr &&
           replies_.waiting().value_or(1) > 0;
  }
  /// When it began what it has in hand, if its status can be believed.
  [[nodiscard]] Clock::time_point began() const noexcept {
    return Clock::time_point(Clock::duration(block.worker->began.load()));
  }
  [[nodiscard]] Clock::time_point last_take() const noexcept { return last_take_; }

  /// Adapt the window after `replies` were taken at `now`.
  void pace(std::size_t replies, Clock::time_point now, unsigned base);

  /// Requests in the runner's store that this worker may still read.
  [[nodiscard]] unsigned stored_requests() const noexcept { return stored_requests_; }
  [[nodiscard]] const char* damage() const noexcept { return damage_; }
  void set_damage(const char* what) noexcept { damage_ = what; }

  const unsigned number;
  Block block;
  Process process;
  std::thread thread;  ///< in place of the process, in tests
  std::atomic<bool> thread_done{false};
  Fifo<Record> running{kRing};
  std::vector<Record> held;

  /// lost: its process was killed but hangs in the kernel, so its memory cannot be used anew.
  enum class State { empty, starting, serving, lost };
  State state = State::empty;
  bool retiring = false;  ///< no more leases: it is to be replaced
  bool stop_asked = false;
  bool commit_asked = false;
  std::uint64_t items_given = 0;  ///< to this worker process

  // What watch() knows.
  enum class Killed { no, timeout, memory, damage, stop };
  Killed killed = Killed::no;
  bool term_sent = false, kill_sent = false;
  std::chrono::microseconds stopped_for{0};  ///< since somebody stopped it
  bool stopped_outside = false;  ///< it was stopped (SIGSTOP) when it ran out of time
  std::uint64_t beat = 0;
  std::chrono::microseconds quiet{0};
  std::uint64_t peak_rss_bytes = 0;
  Clock::time_point restart_at;

 private:
  bool place(Record& record, Instruction& instruction, int runner_store, Status& stored);

  Sender<Instruction, kRing> instructions_;
  Receiver<Reply, kRing> replies_;
  Arena requests_{kRequestBytes};
  std::uint64_t requests_freed_ = 0;
  std::uint64_t replies_freed_ = 0;
  unsigned stored_requests_ = 0;
  std::size_t window_ = 1;
  std::uint32_t next_attempt_ = 1;
  bool unpublished_ = false;
  std::size_t recalled_ = 0;  ///< in `running`
  Clock::time_point last_take_;
  std::string stored_reply_;
  const char* damage_ = nullptr;
};

}  // namespace dp::pool
