// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pool/job.hpp"
#include "pool/worker.hpp"

namespace dp::pool {

class Runner;

/// What becomes of what workers write on their standard output and error.
struct WorkerOutput {
  /// Called in run() for each line, without its newline and cut after OutputLines::kMostBytes.
  std::function<void(unsigned worker, std::string_view line)> on_line;
  /// For debugging: workers share this process's standard input and error instead, and may be
  /// started by another program (a debugger as Options::command). Lines are then not seen, and
  /// no Death has last_stderr.
  bool shared = false;
};

/// What runner and workers share.
struct SharedMemory {
  std::uint64_t arena_bytes = 4 << 20;  ///< results under way, per worker
  std::string store_folder;  ///< where store files are made (unlinked at once); empty: TMPDIR
};

/// When a worker is replaced by a fresh one, between two chunks.
struct Recycle {
  /// Once so many items were leased to it; 0: never.
  std::uint64_t items = 0;
  std::uint64_t rss_bytes = 0;  ///< at this RSS; 0: never
};

/// The most time between two signs of life in what is no item's work; never less than
/// TimeLimits::timeout. 0: none.
struct WorkLimits {
  std::chrono::microseconds opening{30'000'000};  ///< Timing::opening; also to end when told to
  std::chrono::microseconds work{60'000'000};  ///< Timing::work; also Handler::start and commit
  std::string advice;  ///< what users can do about them, to follow ";" in messages
};

/// How long things may take.
struct TimeLimits {
  std::chrono::microseconds timeout{0};  ///< per item; 0: none
  WorkLimits work_limits;
  std::chrono::microseconds grace{2'000'000};  ///< between SIGTERM and SIGKILL
};

struct Options : TimeLimits {
  /// 0: as many as CPU affinity, the cgroup quota and RLIMIT_NOFILE allow.
  unsigned workers = 0;
  /// argv of a worker process, which calls run_worker; empty: this program itself
  /// (/proc/self/exe, no arguments).
  std::vector<std::string> command;
  WorkerOutput output;
  std::string setup;  ///< bytes for Handler::start in every worker, also after a restart
  SharedMemory shared;
  unsigned ahead = 2;              ///< chunks leased to a worker beyond the one in hand
  std::uint64_t memory_bytes = 0;  ///< per worker: RSS above it is a death; 0: none
  Recycle recycle;
  /// So many workers may end without a chunk in hand (in Handler::start or commit) with nothing
  /// committed or refused between; then the run gives up, but where signals ended them no sooner
  /// than kSignalsFor. Deaths over a chunk are for Job::died.
  unsigned restarts_in_a_row = 5;
  /// Tests: run workers as threads of this process, each with a handler from here, over the
  /// same rings. Deaths, limits and recycling are then off.
  std::function<std::unique_ptr<Handler>()> threads;
};

/// What happened so far; counters only rise.
struct Stats {
  std::uint64_t leases = 0;  ///< chunks handed to workers, retries included
  std::uint64_t commits = 0;
  std::uint64_t restarts = 0;  ///< workers started again after a death
  std::uint64_t recycled = 0;  ///< workers replaced by plan
  std::uint64_t lost = 0;  ///< workers that were killed but hang in the kernel; not replaced
  std::uint64_t peak_rss_bytes = 0;        ///< largest worker seen
  std::uint64_t stderr_dropped_bytes = 0;  ///< written by workers, and not kept for a Death
};

/// A pool of worker processes that share one memory segment with the runner. Bytes in, bytes
/// out.
///
/// Law: every chunk's every part is committed at most once, whatever dies when.
/// Processes: no lock and no allocator in shared memory; a worker may be killed at any
///   instruction. Workers end when the runner does, however it ends.
/// Threads: one thread runs the pool; request_stop may be called from anywhere.
class Pool {
 public:
  /// Start the workers (they come up while the caller goes on).
  /// Errors: exhausted (no memory or processes, or descriptors for fewer workers than asked for,
  ///   with the limit named), io.
  static Result<Pool> start(Options options);

  Pool(Pool&&) noexcept;
  Pool& operator=(Pool&&) noexcept;
  /// Ends the workers and waits for them.
  ~Pool();

  /// Do a job to its end. May be called again for the next job: the workers stay.
  /// Errors: whatever the job returned; interrupted after request_stop (with one request, what
  ///   is in hand is finished and committed first; with a second, workers are killed), also
  ///   when it came before run; worker_died when workers keep dying before they finish
  ///   anything.
  Status run(Job& job);

  /// run() in pieces, for a caller that consumes results as they come: begin, then step until
  /// it gives false (the job is done) or an error. A step waits for news when there is nothing
  /// to do, unless `wait` is false. Leave by abandon(): workers that hold any of a job that is
  /// not done are ended and replaced.
  void begin(Job& job);
  Result<bool> step(bool wait = true);
  void abandon() noexcept;

  /// Ask run() to end. Async-signal-safe.
  void request_stop() noexcept;

  [[nodiscard]] unsigned workers() const noexcept;
  [[nodiscard]] const Stats& stats() const noexcept;
  /// Process ids of live workers, for tests and reports.
  [[nodiscard]] std::vector<int> pids() const;
  /// Read bytes that a worker stored. Errors: corrupt if there are none there; io.
  Status load(const StoreRange& range, std::string& out) const;
  /// Whether the worker can have stored something there: it may say what it likes (not so the threads
  /// of a test). Errors: corrupt.
  [[nodiscard]] Status check(unsigned worker, const StoreRange& range) const;
  /// Whether there are such bytes. Errors: corrupt.
  [[nodiscard]] Status check(const StoreRange& range) const;
  /// Give the disk space of stored bytes back: nobody will read them again.
  void free(const StoreRange& range) noexcept;
  /// Descriptor of a store file, for copying out of it. Owned by the pool. Precondition: there
  /// is such a store (see check).
  [[nodiscard]] int store_descriptor(unsigned store) const noexcept;

 private:
  explicit Pool(std::unique_ptr<Runner> runner);
  std::unique_ptr<Runner> runner_;
};

}  // namespace dp::pool
