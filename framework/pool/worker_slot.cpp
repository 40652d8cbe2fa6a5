// SPDX-License-Identifier: Apache-2.0
#include "pool/worker_slot.hpp"

#include <algorithm>
#include <cstring>

#include "pool/doorbell.hpp"

namespace dp::pool {
namespace {

/// A worker is given chunks for about this long ahead, at least `base` and at most a ring full.
constexpr std::chrono::microseconds kWindowLow{500};
constexpr std::chrono::microseconds kWindowHigh{2000};
constexpr std::size_t kWindowMost = kRing - 8;  // leaves room for instructions without a chunk

}  // namespace

WorkerSlot::WorkerSlot(Segment& segment, unsigned n)
    : number(n),
      block(segment.block(n)),
      instructions_(block.runner->instructions, block.worker->instructions_taken),
      replies_(block.worker->replies, block.runner->replies_taken) {}

void WorkerSlot::renew(Segment& segment, bool cautious) {
  segment.renew(number);
  block = segment.block(number);
  block.runner->commit_after.store(cautious ? 1 : segment.header().held_limit);
  instructions_ =
      Sender<Instruction, kRing>(block.runner->instructions, block.worker->instructions_taken);
  replies_ = Receiver<Reply, kRing>(block.worker->replies, block.runner->replies_taken);
  requests_ = Arena(kRequestBytes);
  requests_freed_ = replies_freed_ = 0;
  recalled_ = 0;
  stored_requests_ = 0;
  window_ = 1;
  unpublished_ = false;
  damage_ = nullptr;
  running.clear();
  held.clear();
  state = State::empty;
  retiring = stop_asked = commit_asked = term_sent = kill_sent = stopped_outside = false;
  killed = Killed::no;
  items_given = beat = peak_rss_bytes = 0;
  quiet = stopped_for = std::chrono::microseconds(0);
}

bool WorkerSlot::can_take(unsigned base) const {
  return state == State::serving && !retiring && killed == Killed::no && damage_ == nullptr &&
         running.size() < std::max<std::size_t>(window_, base);
}

/// Put the request where the worker can read it. False: no room now, or `stored` has failed.
bool WorkerSlot::place(Record& record, Instruction& instruction, int runner_store,
                       Status& stored) {
  const std::string& bytes = record.lease.request;
  record.stored = false;
  record.request_end = requests_.end();
  instruction.size = bytes.size();
  if (bytes.empty()) return true;
  if (!requests_.fits(bytes.size())) {
    const auto range = append_to_store(runner_store, 0, Bytes(bytes));
    if (!range) return stored = tl::unexpected(range.error()), false;
    instruction.place = range->offset;
    instruction.stored = 1;
    record.stored = true;
    return true;
  }
  const auto place = requests_.allocate(bytes.size(), requests_freed_);
  if (!place) return false;
  std::memcpy(block.requests + *place % kRequestBytes, bytes.data(), bytes.size());
  instruction.place = *place;
  record.request_end = requests_.end();
  return true;
}

Result<bool> WorkerSlot::give(Record& record, int runner_store) {
  const auto room = instructions_.room();
  if (!room) damage_ = "its count of instructions taken cannot be";
  if (!room || *room == 0) return false;
  Instruction instruction;
  Status stored;
  if (!place(record, instruction, runner_store, stored)) {
    if (!stored) return tl::unexpected(stored.error());
    return false;
  }
  record.attempt = next_attempt_++;
  record.recalled = false;
  if (record.stored) ++stored_requests_;
  instruction.kind = Instruction::kRun;
  instruction.chunk = record.lease.chunk;
  instruction.attempt = record.attempt;
  instruction.parts = record.lease.parts;
  instructions_.put(instruction);
  unpublished_ = true;
  running.push(std::move(record));
  return true;
}

bool WorkerSlot::order(Instruction::Kind kind) {
  if (instructions_.room().value_or(0) == 0) return false;
  Instruction instruction;
  instruction.kind = kind;
  instructions_.put(instruction);
  unpublished_ = true;
  return true;
}

void WorkerSlot::nudge() {
  if (unpublished_) {
    block.runner->low_water.store(static_cast<std::uint32_t>(running.size() / 2),
                                  std::memory_order_relaxed);
    instructions_.publish();
  }
  const bool waits_for_room = !running.empty() || commit_asked || stop_asked;
  if ((unpublished_ || waits_for_room) &&
      block.worker->asleep.load(std::memory_order_seq_cst) != 0)
    ring_doorbell(block.runner->doorbell);
  unpublished_ = false;
}

std::optional<Reply> WorkerSlot::take() {
  if (damage_ != nullptr) return std::nullopt;
  const auto waiting = replies_.waiting();
  if (!waiting) damage_ = "its count of replies cannot be";
  if (!waiting || *waiting == 0) return std::nullopt;
  return replies_.take();
}

std::optional<Bytes> WorkerSlot::bytes_of(const Reply& reply, const Stores& stores) {
  if (reply.size == 0) return Bytes();
  if (reply.stored != 0) {
    const StoreRange range{number, reply.place, reply.size};
    if (read_store(stores.descriptor(number), range, stored_reply_))
      return Bytes(stored_reply_);
    damage_ = "its reply is not in its store";
    return std::nullopt;
  }
  const std::uint64_t arena = block.header->arena_bytes;
  const std::uint64_t ahead = reply.place - replies_freed_;
  if (ahead > arena || reply.size > arena - ahead || reply.place % arena + reply.size > arena) {
    damage_ = "its reply lies outside of its arena";
    return std::nullopt;
  }
  return Bytes(block.replies + reply.place % arena, reply.size);
}

void WorkerSlot::done_with(const Reply& reply) {
  if (reply.size == 0 || reply.stored != 0) return;
  replies_freed_ = reply.place + reply.size;
  block.runner->replies_freed.store(replies_freed_, std::memory_order_seq_cst);
}

Record* WorkerSlot::record_of(const Reply& reply) {
  if (!running.empty()) {
    Record& front = running.front();
    const bool may = !front.recalled || reply.kind == Reply::kSkipped;
    if (may && front.lease.chunk == reply.chunk && front.attempt == reply.attempt)
      return &front;
  }
  damage_ = "it answered for a chunk that it does not hold";
  return nullptr;
}

Record WorkerSlot::finish() {
  requests_freed_ = running.front().request_end;
  if (running.front().stored) --stored_requests_;
  if (running.front().recalled) --recalled_;
  return running.pop();
}

void WorkerSlot::release() { replies_.publish(); }

std::vector<Record> WorkerSlot::recall() {
  std::vector<Record> back;
  if (!can_recall()) return back;
  RunnerStatus& runner = *block.runner;
  const std::uint64_t sent = instructions_.count();
  const std::uint64_t first =
      sent - running.size();  // number of the instruction of running.front()
  runner.recalled_to.store(sent, std::memory_order_seq_cst);
  runner.recalled_from.store(first + 1, std::memory_order_seq_cst);
  const std::uint64_t begun = block.worker->begun.load(std::memory_order_seq_cst);
  for (std::uint64_t instruction = std::max(begun, first + 1); instruction < sent;
       ++instruction) {
    Record& record = running[instruction - first];
    back.push_back(record);
    record.recalled = true;
    ++recalled_;
  }
  return back;
}

Record* WorkerSlot::in_hand() {
  const WorkerStatus& status = *block.worker;
  if (status.state.load() != WorkerStatus::kBusy || running.empty()) return nullptr;
  Record& front = running.front();
  const bool same = status.chunk.load() == front.lease.chunk &&
                    status.attempt.load() == front.attempt && !front.recalled;
  return same ? &front : nullptr;
}

void WorkerSlot::pace(std::size_t replies, Clock::time_point now, unsigned base) {
  if (replies == 0) return;
  const auto each = (now - last_take_) / static_cast<long>(replies);
  last_take_ = now;
  const auto whole = each * static_cast<long>(window_);
  if (whole < kWindowLow) window_ = std::min(window_ * 2, kWindowMost);
  if (whole > kWindowHigh) window_ = window_ / 2;
  window_ = std::max<std::size_t>(window_, base);
}

}  // namespace dp::pool
