// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "pool/events.hpp"
#include "pool/pool.hpp"
#include "pool/retry_policy.hpp"
#include "pool/segment.hpp"
#include "pool/store.hpp"
#include "pool/worker_slot.hpp"

namespace dp::pool {

/// What the parts of a runner share.
struct PoolState {
  explicit PoolState(Options given) : options(std::move(given)) {}

  /// The store file for requests that are too large for an arena.
  [[nodiscard]] int runner_store() const { return stores->descriptor(stores->count() - 1); }
  /// The least number of chunks that a worker is leased at once.
  [[nodiscard]] std::size_t ahead() const noexcept { return std::size_t{1} + options.ahead; }

  const Options options;
  std::optional<Segment> segment;
  std::optional<Stores> stores;
  Events events;
  std::vector<std::unique_ptr<WorkerSlot>> slots;
  Stats stats;
  FruitlessRestarts fruitless_restarts;
};

}  // namespace dp::pool
