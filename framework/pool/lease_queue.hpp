// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "pool/job.hpp"
#include "pool/record.hpp"

namespace dp::pool {

/// What is to be leased next: first what has to be done again, then what the job gives. Leases for
/// fresh workers (Lease::fresh) wait by themselves.
///
/// Law: after stop() it gives nothing and takes nothing back, for good.
class LeaseQueue {
 public:
  void begin(Job& job);
  void end() noexcept;
  [[nodiscard]] Job& job() noexcept { return *job_; }

  std::optional<Record> next();
  /// One for a fresh worker.
  std::optional<Record> next_fresh();
  [[nodiscard]] std::size_t waiting_for_fresh() const noexcept { return fresh_.size(); }
  /// Back to the front, in this order.
  void put_first(Record record);
  void put_first(std::vector<Record> records);
  void put_last(std::vector<Record> records);
  /// `leases` are to be done in place of the chunk of `after`, before everything else.
  void replace(const Record& after, std::vector<Lease> leases);

  /// Something has changed: the job may have more.
  void ask_again() noexcept { dry_ = false; }
  void stop() noexcept;
  [[nodiscard]] bool stopping() const noexcept { return stopping_; }
  /// There is nothing for workers that have done something already.
  [[nodiscard]] bool dry() const noexcept { return again_.empty() && (dry_ || stopping_); }
  /// The job has none now, and nothing is to be done again.
  [[nodiscard]] bool empty() const noexcept { return dry() && fresh_.empty(); }
  /// What tells when the job, which has none now, has more: a descriptor; -1: nothing.
  [[nodiscard]] int awaited() const {
    return job_ != nullptr && dry_ && empty() && !stopping_ ? job_->awaits() : -1;
  }
  /// The job will have more when something that is leased has committed.
  [[nodiscard]] bool waits() const { return !stopping_ && dry_ && job_->waits(); }

 private:
  Job* job_ = nullptr;
  std::deque<Record> again_;
  std::deque<Record> fresh_;
  bool dry_ = false;  ///< the job had nothing; asked again after the next commit
  bool stopping_ = false;
};

}  // namespace dp::pool
