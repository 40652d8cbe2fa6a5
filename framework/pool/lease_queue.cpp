// SPDX-License-Identifier: Apache-2.0
#include "pool/lease_queue.hpp"

#include <algorithm>
#include <utility>

namespace dp::pool {

void LeaseQueue::begin(Job& job) {
  job_ = &job;
  again_.clear();
  fresh_.clear();
  dry_ = false;
}

void LeaseQueue::end() noexcept {
  job_ = nullptr;
  again_.clear();
  fresh_.clear();
}

std::optional<Record> LeaseQueue::next() {
  std::optional<Record> record;
  if (stopping_) return record;
  if (!again_.empty()) {
    record = std::move(again_.front());
    again_.pop_front();
    return record;
  }
  if (dry_) return record;
  std::optional<Lease> lease = job_->next();
  dry_ = !lease;
  if (lease) record.emplace().lease = std::move(*lease);
  return record;
}

std::optional<Record> LeaseQueue::next_fresh() {
  if (fresh_.empty()) return std::nullopt;
  Record record = std::move(fresh_.front());
  fresh_.pop_front();
  return record;
}

void LeaseQueue::put_first(Record record) {
  if (stopping_) return;
  auto& queue = record.lease.fresh ? fresh_ : again_;
  queue.push_front(std::move(record));
}

void LeaseQueue::put_first(std::vector<Record> records) {
  std::for_each(records.rbegin(), records.rend(),
                [this](Record& record) { put_first(std::move(record)); });
}

void LeaseQueue::put_last(std::vector<Record> records) {
  if (stopping_) return;
  for (Record& record : records)
    (record.lease.fresh ? fresh_ : again_).push_back(std::move(record));
}

void LeaseQueue::replace(const Record& after, std::vector<Lease> leases) {
  std::vector<Record> records;
  for (Lease& lease : leases) {
    Record& record = records.emplace_back();
    if (lease.chunk == after.lease.chunk) record.faults = after.faults;
    record.lease = std::move(lease);
  }
  put_first(std::move(records));
}

void LeaseQueue::stop() noexcept {
  stopping_ = true;
  again_.clear();
  fresh_.clear();
}

}  // namespace dp::pool
