// SPDX-License-Identifier: Apache-2.0
#include "pool/collector.hpp"

#include <unistd.h>

#include "pool/message.hpp"

namespace dp::pool {

Status Collector::collect(WorkerSlot& slot) {
  if (slot.state == WorkerSlot::State::empty || slot.state == WorkerSlot::State::lost)
    return {};
  std::size_t taken = 0;
  // A ring's worth, then the others have their turn.
  while (taken < kRing) {
    const auto reply = slot.channel.take();
    if (!reply) break;
    ++taken;
    DP_CHECK(accept(slot, *reply));
  }
  collected_ += taken;
  if (taken > 0) {
    slot.channel.release();
    slot.window.adapt(taken, Clock::now(), state_->ahead());
  }
  return {};
}

Status Collector::accept(WorkerSlot& slot, const Reply& reply) {
  switch (reply.kind) {
    case Reply::kReady:
      slot.state = WorkerSlot::State::serving;
      return {};
    case Reply::kPart:
    case Reply::kDone:
      return accept_parts(slot, reply);
    case Reply::kPrefix:
      return accept_prefix(slot, reply);
    case Reply::kHeld:
      accept_held(slot, reply);
      return {};
    case Reply::kSkipped:
      accept_skipped(slot, reply);
      return {};
    case Reply::kWorn:
      accept_worn(slot, reply);
      return {};
    case Reply::kFailed:
      return accept_failure(slot, reply);
    case Reply::kEpoch:
      return accept_epoch(slot, reply);
    case Reply::kBroken:
      return accept_broken(slot, reply);
    default:
      slot.channel.set_damage("it sent a reply of no known kind");
      return {};
  }
}

Status Collector::accept_parts(WorkerSlot& slot, const Reply& reply) {
  Record* record = slot.channel.record_of(reply);
  if (record == nullptr) return {};
  const std::uint8_t parts = reply.part;
  const bool last = reply.kind == Reply::kDone;
  if ((record->lease.parts & parts) != parts || (last && record->lease.parts != parts) ||
      (!last && parts == 0)) {
    slot.channel.set_damage("it committed what was not asked of it");
    return {};
  }
  const auto bytes = slot.channel.bytes_of(reply, *state_->stores);
  if (!bytes) return {};
  const std::uint64_t chunk = record->lease.chunk;
  if (parts != 0) {
    DP_TRY(const bool taken, commit(slot, {{&chunk, 1}, parts, slot.number, *bytes}));
    if (!taken) slot.channel.blame_oldest();
    if (!taken) return {};
  }
  if (last)
    finish(slot);
  else
    record->lease.parts = static_cast<std::uint8_t>(record->lease.parts & ~parts);
  slot.channel.free(reply, *state_->stores);
  return {};
}

Status Collector::accept_prefix(WorkerSlot& slot, const Reply& reply) {
  Record* record = slot.channel.record_of(reply);
  if (record == nullptr) return {};
  if (!record->lease.prefixes || (record->lease.parts & kStream) == 0) {
    slot.channel.set_damage("it committed what was not asked of it");
    return {};
  }
  const auto bytes = slot.channel.bytes_of(reply, *state_->stores);
  if (!bytes) return {};
  const std::uint64_t chunk = record->lease.chunk;
  DP_TRY(const bool taken, commit(slot, {{&chunk, 1}, kStream, slot.number, *bytes, true}));
  if (!taken) slot.channel.blame_oldest();
  if (!taken) return {};
  record->prefixed = true;
  slot.channel.free(reply, *state_->stores);
  if (!queue_->stopping() || state_->options.threads) return {};
  // The rest of the chunk is not wanted any more.
  slot.drop_leases();
  slot.channel.set_damage("it was to stop");
  return {};
}

void Collector::accept_held(WorkerSlot& slot, const Reply& reply) {
  if (slot.channel.record_of(reply) == nullptr) return;
  slot.held.push_back(slot.channel.finish());
  queue_->job().held(slot.held.back().lease.chunk);
}

void Collector::accept_skipped(WorkerSlot& slot, const Reply& reply) {
  const Record* record = slot.channel.record_of(reply);
  if (record == nullptr) return;
  if (record->prefixed) {
    slot.channel.set_damage("it skipped what it had begun");
    return;
  }
  const bool moved = record->recalled;
  Record back = slot.channel.finish();
  if (!moved) queue_->put_first(std::move(back));
}

void Collector::accept_worn(WorkerSlot& slot, const Reply& reply) {
  accept_skipped(slot, reply);
  slot.retiring = true;
}

Status Collector::accept_epoch(WorkerSlot& slot, const Reply& reply) {
  if (reply.chunk != slot.held.size()) {
    slot.channel.set_damage("it committed an epoch of other chunks");
    return {};
  }
  const auto bytes = slot.channel.bytes_of(reply, *state_->stores);
  if (!bytes) return {};
  slot.commit_sent = false;
  states_.clear();
  streams_.clear();
  for (const Record& record : slot.held) {
    states_.push_back(record.lease.chunk);
    if ((record.lease.parts & kStream) != 0) streams_.push_back(record.lease.chunk);
  }
  // The state first: if it makes no sense, nothing of these chunks counts.
  if (!states_.empty()) {
    DP_TRY(const bool taken, commit(slot, {states_, kState, slot.number, *bytes}));
    if (!taken) return {};
  }
  slot.held.clear();
  if (!streams_.empty()) DP_CHECK(commit(slot, {streams_, kStream, slot.number, {}}));
  slot.channel.free(reply, *state_->stores);
  return {};
}

Status Collector::accept_failure(WorkerSlot& slot, const Reply& reply) {
  if (slot.channel.record_of(reply) == nullptr) return {};
  const auto bytes = slot.channel.bytes_of(reply, *state_->stores);
  if (!bytes) return {};
  const Error error = get_error({bytes->data(), bytes->size()});
  slot.channel.free(reply, *state_->stores);
  const Record failed = finish(slot);
  if ((reply.part & kState) != 0) {
    queue_->put_first(std::move(slot.held));
    slot.held.clear();
  }
  state_->fruitless_restarts.reset();
  queue_->ask_again();
  DP_TRY(std::vector<Lease> instead, queue_->job().failed(failed.lease.chunk, error));
  queue_->replace(failed, std::move(instead));
  return {};
}

/// It cannot go on, and nor can the others.
Status Collector::accept_broken(WorkerSlot& slot, const Reply& reply) {
  const auto bytes = slot.channel.bytes_of(reply, *state_->stores);
  if (!bytes) return {};
  return fail(get_error({bytes->data(), bytes->size()})
                  .within("worker " + std::to_string(slot.number)));
}

/// Hand it to the job. False: the job says that it cannot be, so the worker is ended.
Result<bool> Collector::commit(WorkerSlot& slot, const Commit& commit) {
  const Status taken = queue_->job().commit(commit);
  if (!taken && taken.error().code == Errc::corrupt && !state_->options.threads) {
    slot.channel.set_damage("its reply makes no sense: " + taken.error().message);
    return false;
  }
  DP_CHECK(taken);
  ++state_->stats.commits;
  state_->fruitless_restarts.reset();
  queue_->ask_again();
  return true;
}

/// Take the worker's oldest chunk off its queue: it is settled.
Record Collector::finish(WorkerSlot& slot) {
  Record record = slot.channel.finish();
  if (!record.stored) return record;
  for (const auto& other : state_->slots)
    if (other->channel.stored_requests() > 0) return record;
  // Nobody can read from it any more.
  (void)!::ftruncate(state_->runner_store(), 0);
  return record;
}

}  // namespace dp::pool
