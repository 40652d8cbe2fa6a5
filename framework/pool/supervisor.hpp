// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pool/collector.hpp"
#include "pool/lease_queue.hpp"
#include "pool/pool_state.hpp"
#include "pool/watch.hpp"

namespace dp::pool {

/// Starts workers, settles what those that end leave, and starts others in their place.
class Supervisor {
 public:
  Supervisor(PoolState& state, LeaseQueue& queue, Collector& collector, Watch& watch)
      : state_(&state), queue_(&queue), collector_(&collector), watch_(&watch) {}

  /// Start `workers` workers, or as many as can be had, at least one.
  /// Errors: those of spawn(), for the first.
  Status start(unsigned workers);
  /// A job begins: start what is missing.
  void begin() noexcept { restart_wanted_ = true; }
  /// Start workers in the empty slots whose time has come.
  /// Errors: worker_died when there is none left; those of spawn() when none can be started.
  Status restart_due();
  /// Milliseconds until restart_due() has something to do, at most `most`.
  [[nodiscard]] int wait_ms(int most) const;

  /// The worker in `slot` has ended. Errors: worker_died when workers keep ending before they finish
  /// anything; those of the job.
  Status on_exit(WorkerSlot& slot);
  /// Go on without a worker that was killed but does not end (a system call that cannot be
  /// interrupted). Its slot stays out of use: nobody knows when the kernel lets go of its memory.
  Status abandon(WorkerSlot& slot);

  /// End the worker at once and make its slot ready for another, which starts with the next job.
  void reset(WorkerSlot& slot) noexcept;
  /// Let the idle workers end by themselves, and kill the others.
  void end_all() noexcept;

 private:
  Status start_worker(WorkerSlot& slot);
  void start_thread(WorkerSlot& slot);
  void end_thread(WorkerSlot& slot) noexcept;
  void take_back(WorkerSlot& slot);
  Status blame(Record record, Death death);
  Status count_fruitless_restart(WorkerSlot& slot, const Death& death, Ending ending,
                                 bool said_hello);
  [[nodiscard]] std::size_t slots_in(WorkerSlot::State state) const noexcept;

  PoolState* state_;
  LeaseQueue* queue_;
  Collector* collector_;
  Watch* watch_;
  bool restart_wanted_ = false;  ///< some slot is empty
};

}  // namespace dp::pool
