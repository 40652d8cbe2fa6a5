// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "pool/lease_queue.hpp"
#include "pool/pool_state.hpp"

namespace dp::pool {

/// Takes what workers reply, checks it against their leases, and hands it to the job.
///
/// Law: a part of a chunk is committed to the job at most once. A reply that cannot be sets the
///   channel's damage(), and nothing of it counts.
/// Errors: those of the job; what a worker that cannot go on says.
class Collector {
 public:
  Collector(PoolState& state, LeaseQueue& queue) : state_(&state), queue_(&queue) {}

  /// Take what there is from one worker, at most a ring full.
  Status collect(WorkerSlot& slot);
  /// Replies taken so far.
  [[nodiscard]] std::uint64_t collected() const noexcept { return collected_; }

 private:
  Status accept(WorkerSlot& slot, const Reply& reply);
  Status accept_parts(WorkerSlot& slot, const Reply& reply);
  Status accept_prefix(WorkerSlot& slot, const Reply& reply);
  void accept_held(WorkerSlot& slot, const Reply& reply);
  void accept_skipped(WorkerSlot& slot, const Reply& reply);
  void accept_worn(WorkerSlot& slot, const Reply& reply);
  Status accept_epoch(WorkerSlot& slot, const Reply& reply);
  Status accept_failure(WorkerSlot& slot, const Reply& reply);
  Status accept_broken(WorkerSlot& slot, const Reply& reply);
  Result<bool> commit(WorkerSlot& slot, const Commit& commit);
  Record finish(WorkerSlot& slot);

  PoolState* state_;
  LeaseQueue* queue_;
  std::uint64_t collected_ = 0;
  std::vector<std::uint64_t> states_, streams_;  ///< reused by accept_epoch
};

}  // namespace dp::pool
