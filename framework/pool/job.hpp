// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <dp/result.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dp::pool {

using Bytes = std::span<const char>;

/// Parts of a chunk's result that commit on their own.
///
/// A chunk is done when every part of its lease has committed. A worker that dies between two
/// parts leaves the first committed: the chunk is leased again for the rest only. The stream may
/// commit in prefixes, one after the other, while the chunk goes on.
enum Part : std::uint8_t {
  kStream = 1,  ///< what the chunk gives by itself: output bytes, rejects, counts
  kState = 2,   ///< its share of a state that the worker folds over many chunks (an epoch)
  kAll = kStream | kState,
};

/// Bytes that a worker put into its store file; any worker of the pool may read them.
struct StoreRange {
  std::uint32_t store = 0;  ///< which worker's file, by slot
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

/// What the pool's time limit is a limit of. The later of two that hold goes first.
enum class Timing : std::uint8_t {
  item,     ///< of one item: Options::timeout
  work,     ///< WorkLimits::work, for work whose length is no item's fault
  opening,  ///< WorkLimits::opening, for calls that get things ready, whatever the items are
};

/// One chunk to be done.
struct Lease {
  std::uint64_t chunk = 0;    ///< the job's own name for it; unique within the job
  std::uint64_t items = 1;    ///< items in it; the cursor counts within them
  std::uint8_t parts = kAll;  ///< what is still wanted of it
  Timing timing = Timing::item;
  bool prefixes = false;  ///< its stream may come in prefixes
  /// Only for a worker that has done nothing yet, and before all else that it does: what is to be
  /// tried without what others may have left behind (memory above all).
  bool fresh = false;
  std::string request;  ///< bytes for the worker's handler
};

/// What a worker was at (see WorkerContext).
struct WorkerPlace {
  std::uint64_t item = 0;   ///< the handler's cursor: which item of the chunk, counted from 0
  std::uint64_t place = 0;  ///< the handler's cursor: where in the item (a byte offset)
  bool precise = false;     ///< the cursor names one record, not the start of a batch
  std::string call;         ///< what it was inside of, if known
};

/// A worker's death (or a killed hang) while it held a chunk that it had begun.
struct Death : WorkerPlace {
  int signal = 0;       ///< 0: it exited by itself
  int exit_status = 0;  ///< when signal is 0
  enum class Limit { none, time, memory };
  Limit limit = Limit::none;     ///< the pool killed it, because it ran past this limit
  Timing timing = Timing::item;  ///< of Limit::time: what that was a limit of
  /// Of Limit::time, unless it is an item's, which is longer for some tries than for others.
  std::chrono::microseconds time_limit{0};
  std::string advice;     ///< what can be done about time_limit
  bool external = false;  ///< SIGKILL, SIGTERM or SIGSTOP that the pool did not send
  std::string damage;     ///< the pool killed it: what it said cannot be, and why
  std::uint64_t peak_rss_bytes = 0;
  unsigned faults = 0;      ///< deaths that count against the chunk so far (retry_policy.hpp)
  bool is_fault = false;    ///< this one is among them
  std::string last_stderr;  ///< the tail of what it wrote on stderr since the chunk began
};

/// What a handler committed.
struct Commit {
  std::span<const std::uint64_t> chunks;  ///< the chunks that it covers
  std::uint8_t part = kAll;
  unsigned worker = 0;  ///< slot
  Bytes bytes;          ///< the reply; valid during the call only
  bool more = false;    ///< a prefix of the part: the rest of it is to come
};

/// What the runner wants done. Drives one Pool::run.
///
/// Threads: all calls come from the thread in Pool::run. Errors returned end the run.
class Job {
 public:
  Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  virtual ~Job() = default;

  /// Give the next chunk, or nullopt when there is none now. Asked again after every commit;
  /// the run ends when nothing is leased and next() has none.
  virtual std::optional<Lease> next() = 0;

  /// Whether next() had nothing only for now, and will have more once something that is leased
  /// commits: then idle workers keep their epochs open. Law: what it waits for are parts that
  /// commit on their own, not epochs.
  [[nodiscard]] virtual bool waits() const { return false; }

  /// A descriptor that is readable once next(), which had nothing, has more, whatever is leased;
  /// -1: none. Law: while there is one, the run does not end, and idle workers keep their epochs
  /// open.
  [[nodiscard]] virtual int awaits() const { return -1; }

  /// A worker has folded `chunk` into its state. Whether it counts is known when the epoch
  /// commits; until then the worker's death makes it be leased again.
  virtual void held(std::uint64_t chunk) { (void)chunk; }

  /// A part of some chunks is done; it will not come a second time for the same chunk. Or (Commit::more)
  /// a prefix of it is: should the worker die now, died() is told, and the lease that it is given
  /// knows nothing of prefixes.
  virtual Status commit(const Commit& commit) = 0;

  /// The task refused `chunk` (a failed Status from the handler): no retry follows by itself.
  /// Return leases to be done in its place (maybe none: the chunk is then settled).
  virtual Result<std::vector<Lease>> failed(std::uint64_t chunk, const Error& error) = 0;

  /// A worker died over `lease`. Return the leases to be done in its place: the same one to try
  /// again, finer ones around the culprit, or none.
  virtual Result<std::vector<Lease>> died(Lease lease, const Death& death) = 0;

  /// Called from the loop at least every `kTickMs` milliseconds while the pool runs.
  static constexpr int kTickMs = 100;
  virtual void tick() {}
};

}  // namespace dp::pool
