// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "planner/prepare.hpp"
#include "run/progress.hpp"

namespace dp::run {

/// Tells the observer how far a run is.
class ProgressReport {
 public:
  ProgressReport(const planner::Prepared& prepared, Observer* observer)
      : pool_(&*prepared.pool),
        observer_(observer),
        began_(prepared.began),
        restarts_before_(pool_->stats().restarts) {
    const auto& items = prepared.items;
    progress.bytes.planned = items.bytes;
    progress.items.planned = items.count() + items.unreadable.size();
    progress.items_failed = items.unreadable.size();
    progress.has_files = items.range == 0;
    progress.workers = pool_->workers();
    progress.memory_bytes = prepared.memory_bytes;
  }

  void tell(Progress::Phase phase) {
    progress.phase = phase;
    progress.restarts = pool_->stats().restarts - restarts_before_;
    progress.elapsed = std::chrono::steady_clock::now() - began_;
    if (observer_ != nullptr) observer_->progress(progress);
  }

  Progress progress;

 private:
  const pool::Pool* pool_;
  Observer* observer_;
  std::chrono::steady_clock::time_point began_;
  std::uint64_t restarts_before_;  ///< of workers, when it began
};

}  // namespace dp::run
