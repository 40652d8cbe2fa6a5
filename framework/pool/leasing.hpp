// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pool/lease_queue.hpp"
#include "pool/pool_state.hpp"

namespace dp::pool {

/// Hands the queue's leases out to the workers, and near the end of a job moves them from those that
/// have many to those that have none.
class Leasing {
 public:
  Leasing(PoolState& state, LeaseQueue& queue) : state_(&state), queue_(&queue) {}

  /// Fill the workers up in turns, those with the least to do first, and let those that have nothing
  /// to do commit their epochs. Errors: io, exhausted (the store of large requests).
  Status lease();
  /// A worker is idle while another has leases to spare: lease() is wanted again soon.
  [[nodiscard]] bool help_wanted() const noexcept { return help_wanted_; }

 private:
  Status give_fresh();
  void make_fresh();
  Result<bool> fill(WorkerSlot& slot);
  Result<bool> give(WorkerSlot& slot, Record record);
  void close_up();
  void help_the_idle();

  PoolState* state_;
  LeaseQueue* queue_;
  bool help_wanted_ = false;
};

}  // namespace dp::pool
