// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pool/fifo.hpp"
#include "pool/process.hpp"
#include "pool/record.hpp"
#include "pool/request_space.hpp"
#include "pool/segment.hpp"
#include "pool/store.hpp"

namespace dp::pool {

/// The runner's end of what it shares with one worker: instructions and requests out, replies in, and
/// the leases that are under way.
///
/// Law: nothing that is read from the segment is used before it was copied and checked; what cannot
///   be makes the methods here set damage(), and the worker is then to be ended.
/// Threads: the runner's.
class RunnerChannel {
 public:
  RunnerChannel(Segment& segment, unsigned worker);

  /// Forget the worker that was there and prepare for the next. Its process must be reaped.
  /// `cautious`: it commits after 1 chunk, then 2, 4 ...
  void renew(Segment& segment, bool cautious);

  /// Lease `record` to the worker; false (and nothing done) when there is no room.
  Result<bool> give(Record& record, int runner_store);
  /// Put an instruction without a chunk. False when the ring is full.
  bool instruct(Instruction::Kind kind);
  /// Show the worker what was put, and wake it if it sleeps and there is something to do.
  /// `waits_for_room`: it may wait for room for a reply.
  void publish(bool waits_for_room);
  /// Wake the worker.
  void ring();

  /// The next reply, or nullopt when there is none or `damage()` is set.
  std::optional<Reply> take();
  /// Bytes of `reply`, valid until free(); nullopt sets damage().
  std::optional<Bytes> bytes_of(const Reply& reply, const Stores& stores);
  /// The worker may reuse the room of `reply`; what lay in its store is gone.
  void free(const Reply& reply, const Stores& stores);
  /// The record that `reply` is about: the oldest under way. Null sets damage().
  Record* record_of(const Reply& reply);
  /// Take the oldest record off the queue.
  Record finish();
  /// Show the worker that replies were taken.
  void release();

  /// Take back the leases that the worker has not begun, the newest last. Nothing while an
  /// earlier call is not answered yet.
  std::vector<Record> recall();
  [[nodiscard]] bool can_recall() const noexcept {
    return running_.size() > 1 && recalled_ == 0;
  }

  /// Leased and not answered, recalled ones included.
  [[nodiscard]] std::size_t running() const noexcept { return running_.size(); }
  /// The record in hand; null: none. By the worker's status, if that can be; if not, and something
  /// has written over it, the oldest one.
  [[nodiscard]] Record* in_hand();
  /// True when take() has something to say.
  [[nodiscard]] bool has_news() const noexcept {
    return !damage_.what && replies_.waiting().value_or(1) > 0;
  }
  /// When it began what it has in hand, if its status can be believed.
  [[nodiscard]] Clock::time_point began() const noexcept {
    return Clock::time_point(Clock::duration(block_.worker->began.load()));
  }
  /// Requests in the runner's store that this worker may still read.
  [[nodiscard]] unsigned stored_requests() const noexcept { return requests_.stored(); }
  [[nodiscard]] const Block& block() const noexcept { return block_; }
  [[nodiscard]] const char* damage() const noexcept {
    return damage_.what ? damage_.what->c_str() : nullptr;
  }
  void set_damage(std::string what) { damage_.what = std::move(what); }
  /// Whatever its status says, the oldest record is in hand: the damage was in its reply.
  void blame_oldest() noexcept { damage_.by_oldest = true; }

 private:
  unsigned worker_;
  Block block_;
  Fifo<Record> running_{kRing};
  Sender<Instruction, kRing> instructions_;
  Receiver<Reply, kRing> replies_;
  RequestSpace requests_;
  std::uint64_t replies_freed_ = 0;
  struct Attempts {
    std::uint32_t next = 1;
    /// The last one taken off running_, which the worker's status names until it has begun the next.
    std::uint64_t last_chunk = 0;
    std::uint32_t last = 0;
  };
  Attempts attempts_;
  bool unpublished_ = false;
  std::size_t recalled_ = 0;  ///< in running_
  std::string stored_reply_;
  struct Damage {
    std::optional<std::string> what;
    bool by_oldest = false;  ///< the oldest record is to blame
  };
  Damage damage_;
};

}  // namespace dp::pool
