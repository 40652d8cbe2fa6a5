// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "pool/worker.hpp"

namespace dp::worker {

/// Which call of which task the worker is inside of, so that a death there can say so. Calls
/// nest: a reader's batch is pushed into a reducer before the reader's call ends.
///
/// Threads: one. Lifetime: borrows the context and the names.
class CallTracker {
 public:
  /// Inside of a call until the guard ends.
  class [[nodiscard]] Guard {
   public:
    Guard(CallTracker& tracker, const std::string& call) noexcept
        : tracker_(&tracker), before_(std::exchange(tracker.current_, &call)) {
      tracker.report();
    }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    ~Guard() {
      tracker_->current_ = before_;
      tracker_->report();
    }

   private:
    CallTracker* tracker_;
    const std::string* before_;
  };

  /// Tell `context` from now on; nullptr: nobody.
  void report_to(pool::WorkerContext* context) noexcept { context_ = context; }
  /// See WorkerContext::report_alive.
  void alive() const noexcept {
    if (context_ != nullptr) context_->report_alive();
  }

 private:
  void report() const noexcept {
    if (context_ == nullptr) return;
    context_->report_call(current_ == nullptr ? std::string_view() : *current_);
  }

  pool::WorkerContext* context_ = nullptr;
  const std::string* current_ = nullptr;
};

/// A call by its name: "save of the reducer hits", or a task whose calls all have one.
class TaskCall {
 public:
  TaskCall(CallTracker& tracker, std::string name)
      : tracker_(&tracker), name_(std::move(name)) {}
  /// Inside of the call until the guard ends, which must be before this does.
  [[nodiscard]] CallTracker::Guard enter() const noexcept { return {*tracker_, name_}; }

 private:
  CallTracker* tracker_;
  std::string name_;
};

}  // namespace dp::worker
