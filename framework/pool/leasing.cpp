// SPDX-License-Identifier: Apache-2.0
// Leases out, results in.
#include <unistd.h>

#include <algorithm>
#include <iterator>

#include "pool/message.hpp"
#include "pool/runner.hpp"

namespace dp::pool {
namespace {

/// How long a worker may sit on leases that it has not begun while another has nothing to do.
constexpr std::chrono::milliseconds kHelpAfter{2};

std::string name_of(const WorkerSlot& slot) { return "worker " + std::to_string(slot.number); }

}  // namespace

/// One round: false when the job is done.
Result<bool> Runner::step(bool wait) {
  DP_CHECK(obey_stop());
  if (!wait) dry_ = false;
  if (restart_wanted_) DP_CHECK(restart_due());
  const std::uint64_t before = collected_;
  DP_CHECK(collect());
  DP_CHECK(lease());
  if (all_settled()) {
    if (obeyed_ > 0) return fail(Errc::interrupted, "stopped, as asked");
    return false;
  }
  const auto now = Clock::now();
  if (now - last_poll_ > std::chrono::milliseconds(1)) DP_CHECK(poll(0));
  if (now - last_tick_ > std::chrono::milliseconds(patience_ms())) DP_CHECK(tick());
  if (wait && collected_ == before) DP_CHECK(sleep());
  return true;
}

Status Runner::collect() {
  for (const auto& slot : slots_) DP_CHECK(collect(*slot));
  return {};
}

Status Runner::collect(WorkerSlot& slot) {
  if (slot.state == WorkerSlot::State::empty || slot.state == WorkerSlot::State::lost)
    return {};
  std::size_t taken = 0;
  // A ring's worth, then the others have their turn.
  while (taken < kRing) {
    const auto reply = slot.take();
    if (!reply) break;
    ++taken;
    DP_CHECK(accept(slot, *reply));
  }
  collected_ += taken;
  if (taken > 0) {
    slot.release();
    slot.pace(taken, Clock::now(), base_window_);
  }
  return slot.damage() == nullptr ? Status() : end_damaged(slot);
}

Status Runner::accept(WorkerSlot& slot, const Reply& reply) {
  switch (reply.kind) {
    case Reply::kReady:
      slot.state = WorkerSlot::State::serving;
      if (!options_.threads) watch_memory(slot);
      return {};
    case Reply::kPart:
    case Reply::kDone:
      return accept_parts(slot, reply, reply.part);
    case Reply::kHeld: {
      if (slot.record_of(reply) == nullptr) return {};
      slot.held.push_back(slot.finish());
      job_->held(slot.held.back().lease.chunk);
      return {};
    }
    case Reply::kSkipped: {
      const Record* record = slot.record_of(reply);
      if (record == nullptr) return {};
      const bool moved = record->recalled;
      Record back = slot.finish();
      if (!moved && obeyed_ == 0) again_.push_front(std::move(back));
      return {};
    }
    case Reply::kFailed:
      return accept_failure(slot, reply);
    case Reply::kEpoch:
      return accept_epoch(slot, reply);
    case Reply::kBroken: {
      const auto bytes = slot.bytes_of(reply, *stores_);
      if (!bytes) return {};
      return fail(get_error({bytes->data(), bytes->size()}).within(name_of(slot)));
    }
    default:
      slot.set_damage("it sent a reply of no known kind");
      return {};
  }
}

Status Runner::accept_parts(WorkerSlot& slot, const Reply& reply, std::uint8_t parts) {
  Record* record = slot.record_of(reply);
  if (record == nullptr) return {};
  const bool last = reply.kind == Reply::kDone;
  if ((record->lease.parts & parts) != parts || (last && record->lease.parts != parts) ||
      (!last && parts == 0)) {
    slot.set_damage("it committed what was not asked of it");
    return {};
  }
  const auto bytes = slot.bytes_of(reply, *stores_);
  if (!bytes) return {};
  const std::uint64_t chunk = record->lease.chunk;
  if (last)
    finish(slot);
  else
    record->lease.parts = static_cast<std::uint8_t>(record->lease.parts & ~parts);
  if (parts != 0) DP_CHECK(commit(slot, {&chunk, 1}, parts, *bytes));
  slot.done_with(reply);
  return {};
}

/// Take the oldest chunk off the worker's queue: it is settled.
void Runner::finish(WorkerSlot& slot) {
  const Record record = slot.finish();
  if (!record.stored) return;
  for (const auto& other : slots_)
    if (other->stored_requests() > 0) return;
  // Nobody can read from it any more.
  (void)!::ftruncate(stores_->descriptor(stores_->count() - 1), 0);
}

Status Runner::accept_epoch(WorkerSlot& slot, const Reply& reply) {
  if (reply.chunk != slot.held.size()) {
    slot.set_damage("it committed an epoch of other chunks");
    return {};
  }
  const auto bytes = slot.bytes_of(reply, *stores_);
  if (!bytes) return {};
  slot.commit_asked = false;
  states_.clear();
  streams_.clear();
  for (const Record& record : slot.held) {
    states_.push_back(record.lease.chunk);
    if ((record.lease.parts & kStream) != 0) streams_.push_back(record.lease.chunk);
  }
  // Settled before the job hears of it: should it fail, nothing is committed twice.
  slot.held.clear();
  if (!streams_.empty()) DP_CHECK(commit(slot, streams_, kStream, {}));
  if (!states_.empty()) DP_CHECK(commit(slot, states_, kState, *bytes));
  slot.done_with(reply);
  return {};
}

Status Runner::accept_failure(WorkerSlot& slot, const Reply& reply) {
  Record* record = slot.record_of(reply);
  if (record == nullptr) return {};
  const auto bytes = slot.bytes_of(reply, *stores_);
  if (!bytes) return {};
  const Error error = get_error({bytes->data(), bytes->size()});
  slot.done_with(reply);
  const Record failed = *record;
  finish(slot);
  if ((reply.part & kState) != 0 && obeyed_ == 0) {
    again_.insert(again_.begin(), std::make_move_iterator(slot.held.begin()),
                  std::make_move_iterator(slot.held.end()));
  }
  if ((reply.part & kState) != 0) slot.held.clear();
  fruitless_restarts_.reset();
  dry_ = false;
  DP_TRY(std::vector<Lease> instead, job_->failed(failed.lease.chunk, error));
  put_back(std::move(instead), failed);
  return {};
}

Status Runner::commit(WorkerSlot& slot, std::span<const std::uint64_t> chunks,
                      std::uint8_t part, Bytes bytes) {
  ++stats_.commits;
  fruitless_restarts_.reset();
  dry_ = false;
  return job_->commit({chunks, part, slot.number, bytes});
}

/// Queue what the job wants in place of the chunk of `after`, before everything else.
void Runner::put_back(std::vector<Lease> leases, const Record& after) {
  if (obeyed_ > 0) return;
  for (auto lease = leases.rbegin(); lease != leases.rend(); ++lease) {
    Record record;
    if (lease->chunk == after.lease.chunk) record.faults = after.faults;
    record.lease = std::move(*lease);
    again_.push_front(std::move(record));
  }
}

Result<std::optional<Record>> Runner::next_record() {
  std::optional<Record> record;
  if (obeyed_ > 0) return record;
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

/// Give the worker one chunk. False when there is none or it has no room.
Result<bool> Runner::fill(WorkerSlot& slot) {
  DP_TRY(std::optional<Record> record, next_record());
  if (!record) return false;
  const std::uint64_t items = record->lease.items;
  DP_TRY(const bool given, slot.give(*record, stores_->descriptor(stores_->count() - 1)));
  if (!given) {
    again_.push_front(std::move(*record));
    return false;
  }
  ++stats_.leases;
  slot.items_given += items;
  const std::uint64_t most = options_.threads ? 0 : options_.recycle_items;
  if (most > 0 && slot.items_given >= most) slot.retiring = true;
  return true;
}

/// Fill the workers up in turns, those with the least to do first.
Status Runner::lease() {
  std::size_t depth = kRing;
  for (const auto& slot : slots_)
    if (slot->can_take(base_window_)) depth = std::min(depth, slot->running.size());
  bool more = depth < kRing;
  for (; more; ++depth) {
    more = false;
    for (const auto& slot : slots_) {
      if (!slot->can_take(base_window_)) continue;
      if (slot->running.size() > depth) {
        more = true;
        continue;
      }
      DP_TRY(const bool given, fill(*slot));
      more = more || given;
    }
    if (again_.empty() && (dry_ || obeyed_ > 0)) break;
  }
  close_up();
  for (const auto& slot : slots_)
    if (slot->state == WorkerSlot::State::serving) slot->nudge();
  return {};
}

/// With nothing left to lease: let idle workers commit, and take over what others sit on.
void Runner::close_up() {
  const bool nothing_left = again_.empty() && (dry_ || obeyed_ > 0);
  const bool more_comes = obeyed_ == 0 && dry_ && job_->waits() && any_running();
  for (const auto& slot : slots_) {
    if (slot->state != WorkerSlot::State::serving || !slot->running.empty()) continue;
    if (slot->retiring && !slot->stop_asked) slot->stop_asked = slot->order(Instruction::kStop);
    if (nothing_left && !more_comes && !slot->held.empty() && !slot->commit_asked &&
        !slot->stop_asked)
      slot->commit_asked = slot->order(Instruction::kCommit);
  }
  help_wanted_ = false;
  if (nothing_left && obeyed_ == 0) help_the_idle();
}

bool Runner::any_running() const noexcept {
  return std::any_of(slots_.begin(), slots_.end(),
                     [](const auto& slot) { return !slot->running.empty(); });
}

/// Lease what one worker has not begun to those that have nothing to do.
void Runner::help_the_idle() {
  bool idle = false;
  WorkerSlot* longest = nullptr;
  for (const auto& slot : slots_) {
    idle = idle || (slot->can_take(base_window_) && slot->running.empty());
    const bool more = longest == nullptr || slot->running.size() > longest->running.size();
    if (slot->state == WorkerSlot::State::serving && slot->can_recall() && more)
      longest = slot.get();
  }
  help_wanted_ = idle && longest != nullptr;
  if (!help_wanted_ || Clock::now() - longest->last_take() < kHelpAfter) return;
  for (Record& record : longest->recall()) again_.push_back(std::move(record));
}

bool Runner::all_settled() {
  if (!again_.empty() && obeyed_ == 0) return false;
  if (!dry_ && obeyed_ == 0) return false;
  for (const auto& slot : slots_)
    if (!slot->running.empty() || !slot->held.empty()) return false;
  return true;
}

}  // namespace dp::pool
