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
    case Reply::kHeld:
      accept_held(slot, reply);
      return {};
    case Reply::kSkipped:
      accept_skipped(slot, reply);
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
  if (last)
    finish(slot);
  else
    record->lease.parts = static_cast<std::uint8_t>(record->lease.parts & ~parts);
  if (parts != 0) DP_CHECK(commit(slot, {&chunk, 1}, parts, *bytes));
  slot.channel.free(reply);
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
  const bool moved = record->recalled;
  Record back = slot.channel.finish();
  if (!moved) queue_->put_first(std::move(back));
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
  // Settled before the job hears of it: should it fail, nothing is committed twice.
  slot.held.clear();
  if (!streams_.empty()) DP_CHECK(commit(slot, streams_, kStream, {}));
  if (!states_.empty()) DP_CHECK(commit(slot, states_, kState, *bytes));
  slot.channel.free(reply);
  return {};
}

Status Collector::accept_failure(WorkerSlot& slot, const Reply& reply) {
  if (slot.channel.record_of(reply) == nullptr) return {};
  const auto bytes = slot.channel.bytes_of(reply, *state_->stores);
  if (!bytes) return {};
  const Error error = get_error({bytes->data(), bytes->size()});
  slot.channel.free(reply);
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

Status Collector::commit(const WorkerSlot& slot, std::span<const std::uint64_t> chunks,
                         std::uint8_t part, Bytes bytes) {
  ++state_->stats.commits;
  state_->fruitless_restarts.reset();
  queue_->ask_again();
  return queue_->job().commit({chunks, part, slot.number, bytes});
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
