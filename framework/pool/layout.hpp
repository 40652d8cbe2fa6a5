// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

#include "pool/ring.hpp"
#include "pool/worker.hpp"

namespace dp::pool {

// What lies in the shared segment. Only counts and offsets, no pointer; all trivially copyable
// or lock-free atomics. No lock, no condition variable and no allocator: any process may stop
// for ever at any instruction.
//
//   header | setup | runner status 0, request arena 0 | worker status 0, reply arena 0 | ...
//
// Each part starts on a page of its own. A worker maps the header, the setup and what the runner
// tells it read-only, and its own status and replies for writing; nothing else. So the worst that a
// wild write in a worker can hit is what that worker itself says.

inline constexpr std::uint64_t kMagic = 0x316c6f6f70'7064;  // "dpool1"
inline constexpr std::uint32_t kLayoutVersion = 3;
inline constexpr std::uint32_t kRing = 512;  ///< descriptors in a ring
inline constexpr std::uint64_t kRequestBytes = 1 << 20;

/// Runner to worker.
struct Instruction {
  enum Kind : std::uint8_t { kRun = 1, kCommit, kStop };
  std::uint64_t chunk = 0;
  std::uint64_t place = 0;  ///< of the request, in the request arena or the runner's store
  std::uint64_t size = 0;
  std::uint32_t attempt = 0;
  std::uint8_t kind = 0;
  std::uint8_t parts = 0;
  std::uint8_t stored = 0;  ///< the request is in the runner's store
  std::uint8_t spare = 0;
};
static_assert(sizeof(Instruction) == 32);

/// Worker to runner.
struct Reply {
  enum Kind : std::uint8_t {
    kReady = 1,  ///< the handler has started
    kDone,       ///< the lease's remaining parts, all of them
    kHeld,       ///< the chunk joined the open epoch
    kPart,       ///< one part; the chunk stays in hand
    kFailed,     ///< the handler refused the chunk; the bytes are an error
    kSkipped,    ///< not begun, because the runner called it back
    kEpoch,      ///< all that was held
    kBroken,     ///< the worker cannot go on; the bytes are an error
    kPrefix,     ///< some of a part; the chunk stays in hand, and the rest of the part follows
    kWorn,       ///< not begun: a fresh worker should do it, and take this one's place
  };
  std::uint64_t chunk = 0;
  std::uint64_t place = 0;  ///< of the bytes, in the reply arena or the worker's store
  std::uint64_t size = 0;
  std::uint32_t attempt = 0;
  std::uint8_t kind = 0;
  std::uint8_t part = 0;
  std::uint8_t stored = 0;
  std::uint8_t spare = 0;
};
static_assert(sizeof(Reply) == 32);

/// Where the parts of a segment lie.
struct SegmentSizes {
  std::uint64_t magic = kMagic;
  std::uint32_t version = kLayoutVersion;
  std::uint32_t workers = 0;
  std::uint64_t setup_bytes = 0;
  std::uint64_t first_block = 0;    ///< offset of worker 0's block
  std::uint64_t block_bytes = 0;    ///< from a worker's block to the next one's
  std::uint64_t worker_offset = 0;  ///< of what the worker writes, within its block
  std::uint64_t arena_bytes = 0;    ///< of the reply arena
  std::uint64_t total_bytes = 0;
};

/// The first page: what holds for all workers. Written by the runner.
struct Header : SegmentSizes {
  std::uint32_t spins = 0;         ///< pauses before a sleep
  std::uint32_t held_limit = 1;    ///< the most chunks that an epoch may hold
  std::uint64_t memory_bytes = 0;  ///< Options::memory_bytes
  alignas(kLine) std::atomic<std::uint32_t> runner_asleep{0};
};

/// What the runner tells one worker. Followed by the request arena.
struct RunnerStatus {
  alignas(kLine) std::atomic<std::uint32_t> doorbell{0};  ///< futex: changes when there is news
  std::atomic<std::uint32_t> low_water{
      0};  ///< ring the runner when so few instructions are left
  /// Commit the first epoch at so many chunks, each other one at twice those of the one before,
  /// up to held_limit.
  std::atomic<std::uint32_t> commit_after{1};
  /// Asks numbered from `recalled_from` to before `recalled_to` are not to be begun.
  alignas(kLine) std::atomic<std::uint64_t> recalled_from{0};
  std::atomic<std::uint64_t> recalled_to{0};
  std::atomic<std::uint64_t> replies_freed{0};  ///< place in the reply arena
  Taken replies_taken{};
  Sent<Instruction, kRing> instructions{};
};

/// What a worker is working on (see WorkerContext::report_position).
struct Position {
  enum Kind : std::uint32_t {
    kBatch = 0,  ///< the beginning of several records
    kRecord,     ///< one record (or item)
    kNone,       ///< nothing of the chunk was begun yet: its worker gets ready for it
  };
  std::atomic<std::uint64_t> item{0};
  std::atomic<std::uint64_t> place{0};
  std::atomic<std::uint32_t> kind{kBatch};
};

/// What a worker is inside of (see WorkerContext::report_call): text that is whole only while
/// `size` is not being changed, so whoever reads it takes it for no more than words.
struct CallName {
  std::atomic<std::uint32_t> size{0};
  std::atomic<std::uint32_t> timing{0};  ///< a Timing
  char text[kMostCallBytes];
};

/// What one worker tells the runner. Followed by the reply arena.
struct WorkerStatus {
  enum State : std::uint32_t { kNew = 0, kStarting, kIdle, kBusy, kCommitting, kEnding };
  alignas(kLine) std::atomic<std::uint32_t> asleep{0};
  alignas(kLine) std::atomic<std::uint32_t> state{kNew};
  std::atomic<std::uint32_t> attempt{0};  ///< of the chunk in hand
  std::atomic<std::uint64_t> chunk{0};
  Position position;
  CallName call;
  std::atomic<std::uint64_t> beat{0};         ///< changes with each sign of life
  std::atomic<std::int64_t> began{0};         ///< when it took the chunk, on the steady clock
  std::atomic<std::uint64_t> begun{0};        ///< instructions begun so far
  std::atomic<std::int32_t> fault_sender{0};  ///< of the signal it died of; itself: a crash
  Taken instructions_taken{};
  Sent<Reply, kRing> replies{};
};

}  // namespace dp::pool
