// SPDX-License-Identifier: Apache-2.0
#include "pool/runner_channel.hpp"

#include <algorithm>

#include "pool/doorbell.hpp"

namespace dp::pool {

RunnerChannel::RunnerChannel(Segment& segment, unsigned worker)
    : worker_(worker),
      block_(segment.block(worker)),
      instructions_(block_.runner->instructions, block_.worker->instructions_taken),
      replies_(block_.worker->replies, block_.runner->replies_taken) {}

void RunnerChannel::renew(Segment& segment, bool cautious) {
  segment.renew(worker_);
  block_ = segment.block(worker_);
  block_.runner->commit_after.store(cautious ? 1 : segment.header().held_limit);
  instructions_ = Sender<Instruction, kRing>(block_.runner->instructions,
                                             block_.worker->instructions_taken);
  replies_ = Receiver<Reply, kRing>(block_.worker->replies, block_.runner->replies_taken);
  requests_ = RequestSpace();
  replies_freed_ = 0;
  recalled_ = 0;
  unpublished_ = false;
  damage_ = {};
  attempts_.last_chunk = attempts_.last = 0;
  running_.clear();
}

Result<bool> RunnerChannel::give(Record& record, int runner_store) {
  const auto room = instructions_.room();
  if (!room) damage_.what = "its count of instructions taken cannot be";
  if (!room || *room == 0) return false;
  Instruction instruction;
  DP_TRY(const bool placed, requests_.put(record, instruction, block_.requests, runner_store));
  if (!placed) return false;
  record.attempt = attempts_.next++;
  record.recalled = record.prefixed = false;
  instruction.kind = Instruction::kRun;
  instruction.chunk = record.lease.chunk;
  instruction.attempt = record.attempt;
  instruction.parts = record.lease.parts;
  instructions_.put(instruction);
  unpublished_ = true;
  running_.push(std::move(record));
  return true;
}

bool RunnerChannel::instruct(Instruction::Kind kind) {
  if (instructions_.room().value_or(0) == 0) return false;
  Instruction instruction;
  instruction.kind = kind;
  instructions_.put(instruction);
  unpublished_ = true;
  return true;
}

void RunnerChannel::publish(bool waits_for_room) {
  if (unpublished_) {
    block_.runner->low_water.store(static_cast<std::uint32_t>(running_.size() / 2),
                                   std::memory_order_relaxed);
    instructions_.publish();
  }
  if (unpublished_ || waits_for_room || !running_.empty()) ring();
  unpublished_ = false;
}

void RunnerChannel::ring() {
  if (block_.worker->asleep.load(std::memory_order_seq_cst) != 0)
    ring_doorbell(block_.runner->doorbell);
}

std::optional<Reply> RunnerChannel::take() {
  if (damage_.what) return std::nullopt;
  const auto waiting = replies_.waiting();
  if (!waiting) damage_.what = "its count of replies cannot be";
  if (!waiting || *waiting == 0) return std::nullopt;
  return replies_.take();
}

std::optional<Bytes> RunnerChannel::bytes_of(const Reply& reply, const Stores& stores) {
  if (reply.size == 0) return Bytes();
  if (reply.stored != 0) {
    const StoreRange range{worker_, reply.place, reply.size};
    if (read_store(stores.descriptor(worker_), range, stored_reply_))
      return Bytes(stored_reply_);
    damage_.what = "its reply is not in its store";
    return std::nullopt;
  }
  const std::uint64_t arena = block_.header->arena_bytes;
  const std::uint64_t ahead = reply.place - replies_freed_;
  if (ahead > arena || reply.size > arena - ahead || reply.place % arena + reply.size > arena) {
    damage_.what = "its reply lies outside of its arena";
    return std::nullopt;
  }
  return Bytes(block_.replies + reply.place % arena, reply.size);
}

void RunnerChannel::free(const Reply& reply, const Stores& stores) {
  if (reply.stored != 0) stores.free({worker_, reply.place, reply.size});
  if (reply.size == 0 || reply.stored != 0) return;
  replies_freed_ = reply.place + reply.size;
  block_.runner->replies_freed.store(replies_freed_, std::memory_order_seq_cst);
}

Record* RunnerChannel::record_of(const Reply& reply) {
  if (!running_.empty()) {
    Record& front = running_.front();
    const bool may =
        !front.recalled || reply.kind == Reply::kSkipped || reply.kind == Reply::kWorn;
    if (may && front.lease.chunk == reply.chunk && front.attempt == reply.attempt)
      return &front;
  }
  damage_.what = "it answered for a chunk that it does not hold";
  return nullptr;
}

Record RunnerChannel::finish() {
  const Record& front = running_.front();
  requests_.free(front);
  attempts_.last_chunk = front.lease.chunk;
  attempts_.last = front.attempt;
  if (front.recalled) --recalled_;
  return running_.pop();
}

void RunnerChannel::release() { replies_.publish(); }

std::vector<Record> RunnerChannel::recall() {
  std::vector<Record> back;
  if (!can_recall()) return back;
  RunnerStatus& runner = *block_.runner;
  const std::uint64_t sent = instructions_.count();
  const std::uint64_t first = sent - running_.size();  // number of the oldest one's instruction
  runner.recalled_to.store(sent, std::memory_order_seq_cst);
  runner.recalled_from.store(first + 1, std::memory_order_seq_cst);
  const std::uint64_t begun = block_.worker->begun.load(std::memory_order_seq_cst);
  for (std::uint64_t number = std::max(begun, first + 1); number < sent; ++number) {
    Record& record = running_[number - first];
    back.push_back(record);
    record.recalled = true;
    ++recalled_;
  }
  return back;
}

Record* RunnerChannel::in_hand() {
  if (running_.empty() || running_.front().recalled) return nullptr;
  Record& front = running_.front();
  if (front.prefixed || damage_.by_oldest) return &front;
  const WorkerStatus& status = *block_.worker;
  const std::uint32_t state = status.state.load();
  if (state == WorkerStatus::kIdle || state == WorkerStatus::kCommitting ||
      state == WorkerStatus::kStarting || state == WorkerStatus::kEnding ||
      (state == WorkerStatus::kNew && replies_.count() == 0))
    return nullptr;
  const std::uint64_t chunk = status.chunk.load();
  const std::uint32_t attempt = status.attempt.load();
  const bool same = chunk == front.lease.chunk && attempt == front.attempt;
  const bool between = chunk == attempts_.last_chunk && attempt == attempts_.last;
  // A status that can be neither was written over, and so by what is in hand.
  return same || !between || state != WorkerStatus::kBusy ? &front : nullptr;
}

}  // namespace dp::pool
