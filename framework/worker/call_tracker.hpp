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
  struct Call {
    const std::string* name = nullptr;
    pool::Timing timing = pool::Timing::item;
  };

 public:
  /// Inside of a call until the guard ends.
  class [[nodiscard]] Guard {
   public:
    Guard(CallTracker& tracker, const std::string& call, pool::Timing timing) noexcept
        : tracker_(&tracker), before_(std::exchange(tracker.current_, {&call, timing})) {
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
    Call before_;
  };
  /// Tell `context` while it lives, and then again whom it told before.
  class [[nodiscard]] Reporting {
   public:
    Reporting(CallTracker& tracker, pool::WorkerContext& context) noexcept
        : tracker_(&tracker), before_(std::exchange(tracker.context_, &context)) {}
    Reporting(const Reporting&) = delete;
    Reporting& operator=(const Reporting&) = delete;
    ~Reporting() { tracker_->context_ = before_; }

   private:
    CallTracker* tracker_;
    pool::WorkerContext* before_;
  };

  /// See WorkerContext::report_alive.
  void alive() const noexcept {
    if (context_ != nullptr) context_->report_alive();
  }

 private:
  void report() const noexcept {
    if (context_ == nullptr) return;
    context_->report_call(current_.name == nullptr ? std::string_view() : *current_.name,
                          current_.timing);
  }

  pool::WorkerContext* context_ = nullptr;
  Call current_;
};

/// A call by its name: "save of the reducer hits", or a task whose calls all have one. `timing`: see
/// WorkerContext::report_call.
class TaskCall {
 public:
  TaskCall(CallTracker& tracker, std::string name, pool::Timing timing = pool::Timing::item)
      : tracker_(&tracker), name_(std::move(name)), timing_(timing) {}
  /// Inside of the call until the guard ends, which must be before this does.
  [[nodiscard]] CallTracker::Guard enter() const noexcept {
    return {*tracker_, name_, timing_};
  }

 private:
  CallTracker* tracker_;
  std::string name_;
  pool::Timing timing_;
};

/// Inside of a call that gets things ready until it ends, and a sign of life before it and after it: for
/// as many calls as there are tasks, not records.
class [[nodiscard]] OpeningCall {
 public:
  OpeningCall(CallTracker& tracker, std::string name)
      : call_(tracker, std::move(name), pool::Timing::opening),
        inside_(call_.enter()),
        alive_(tracker) {}

 private:
  struct Alive {
    explicit Alive(const CallTracker& tracker) noexcept : tracker_(&tracker) {
      tracker.alive();
    }
    Alive(const Alive&) = delete;
    Alive& operator=(const Alive&) = delete;
    ~Alive() { tracker_->alive(); }
    const CallTracker* tracker_;
  };

  TaskCall call_;
  CallTracker::Guard inside_;
  Alive alive_;  ///< last, so that the last sign of life comes before an item's limit is back
};

}  // namespace dp::worker
