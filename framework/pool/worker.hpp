// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/result.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "pool/job.hpp"
#include "pool/store_view.hpp"

namespace dp::pool {

inline constexpr std::size_t kMostCallBytes = 120;

/// What a handler can do while it has a chunk.
///
/// Processes: one a worker process (or worker thread, in tests). Not thread-safe.
class WorkerContext {
 public:
  WorkerContext() = default;
  WorkerContext(const WorkerContext&) = delete;
  WorkerContext& operator=(const WorkerContext&) = delete;
  virtual ~WorkerContext() = default;

  /// Note what is being worked on, so that a death or a hang names it. `item` counts within the
  /// chunk; `precise`: place names one record, not the start of a batch. Restarts the item's
  /// clock when item or place changes. Cost: a few stores.
  virtual void report_position(std::uint64_t item, std::uint64_t place,
                               bool precise) noexcept = 0;

  /// Say what the worker is inside of: users are told when it dies there ("save of the reducer
  /// hits"). Empty: nothing but the item. Cut after kMostCallBytes. `timing`: what its time limit is
  /// one of, if that is later in the list than the lease's. No sign of life: a task that is called
  /// for ever would have no end.
  virtual void report_call(std::string_view call, Timing timing) noexcept = 0;
  /// A sign of life of dp's own work (not of a task), which goes on though the position does not
  /// change. Restarts the clock.
  virtual void report_alive() noexcept = 0;

  /// Append bytes to this worker's store file.
  /// Errors: io (the disk is full, ...).
  virtual Result<StoreRange> store(Bytes bytes) = 0;
  /// Read bytes that any worker stored.
  virtual Status load(const StoreRange& range, std::string& out) = 0;
  /// Look at bytes that any worker stored, without a copy where that can be: for what is large, and
  /// read by all.
  virtual Result<StoreView> view(const StoreRange& range) {
    std::string bytes;
    DP_CHECK(load(range, bytes));
    return StoreView::of(std::move(bytes));
  }

  /// Commit `part` of the chunk in hand now, with `reply`: the chunk stays in hand for the
  /// rest. Waits for room in the arena; a reply larger than the arena goes through the store.
  virtual Status commit_part(Part part, Bytes reply) = 0;
  /// Commit some of the stream of the chunk in hand now, as far as it has come: the chunk stays in
  /// hand, and the rest of its stream is still wanted. Only where Lease::prefixes allows it; waits
  /// as commit_part does.
  virtual Status commit_prefix(Bytes reply) = 0;
};

/// A chunk as the handler sees it.
struct Request {
  std::uint64_t chunk = 0;
  std::uint8_t parts = kAll;  ///< what is wanted of it
  Bytes bytes;                ///< Lease::request; valid during the call
};

/// The code that a worker runs over chunks.
class Handler {
 public:
  Handler() = default;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  virtual ~Handler() = default;

  enum class Outcome {
    done,  ///< `reply` commits every part still wanted
    held,  ///< it joins the open epoch, and commits with it
  };

  /// Make ready: called once, before any chunk, with Options::setup.
  virtual Status start(Bytes setup) = 0;

  /// Do one chunk. A failed Status refuses it (see Job::failed); the worker goes on. The open
  /// epoch is lost with it: the handler must have forgotten its state, and the pool leases its
  /// chunks anew.
  virtual Result<Outcome> run(const Request& request, WorkerContext& context,
                              std::string& reply) = 0;

  /// True when the open epoch should be committed now.
  virtual bool wants_commit() { return false; }
  /// True when a fresh worker should take this one's place before the next chunk.
  virtual bool wants_replacement() { return false; }
  /// Close the epoch: one reply for all held chunks, which forgets their state. Called when
  /// wants_commit(), when the runner has nothing left to lease, and before recycling.
  virtual Status commit(WorkerContext& context, std::string& reply) {
    (void)context, (void)reply;
    return {};
  }
};

/// True in a process that a Pool started as its worker (see run_worker).
[[nodiscard]] bool is_worker() noexcept;

/// Serve the pool that started this process until it says to end. Returns the exit status.
/// Processes: call it first thing in main, before threads and before any other work.
int run_worker(Handler& handler);

}  // namespace dp::pool
