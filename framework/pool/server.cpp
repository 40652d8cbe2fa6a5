// SPDX-License-Identifier: Apache-2.0
#include "pool/server.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "pool/doorbell.hpp"
#include "pool/message.hpp"
#include "pool/store.hpp"

namespace dp::pool {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr int kLookForParentMs = 1000;
/// A worker whose chunks are shorter wakes the runner for several at once.
constexpr std::chrono::microseconds kRingEvery{200};

}  // namespace

Server::Server(WorkerSetup setup, Handler& handler)
    : setup_(std::move(setup)),
      handler_(&handler),
      instructions_(setup_.block.runner->instructions, setup_.block.worker->instructions_taken),
      replies_(setup_.block.worker->replies, setup_.block.runner->replies_taken),
      arena_(setup_.block.header->arena_bytes),
      commit_after_(setup_.block.runner->commit_after.load()),
      now_(std::chrono::steady_clock::now()),
      last_ring_(now_) {}

int Server::serve() {
  if (const Status started = start(); !started) {
    give_up(started.error());
    return 1;
  }
  for (Instruction instruction; next(instruction);) {
    if (!handle(instruction)) return 1;
    if (instruction.kind == Instruction::kStop) return 0;
  }
  return 1;
}

Status Server::start() {
  set_state(WorkerStatus::kStarting);
  DP_CHECK(handler_->start(Bytes(setup_.handler_setup.data(), setup_.handler_setup.size())));
  set_state(WorkerStatus::kIdle);
  DP_CHECK(send({.kind = Reply::kReady}, {}));
  ring_runner();
  return {};
}

/// False when the runner is gone or its ring makes no sense.
bool Server::next(Instruction& instruction) {
  for (std::uint32_t pauses = setup_.block.header->spins; pauses > 0; --pauses) {
    if (instructions_.waiting().value_or(1) > 0) break;
    pause_briefly();
  }
  if (!sleep_until([this] { return instructions_.waiting().value_or(1) > 0; })) return false;
  if (!instructions_.waiting()) return false;
  instruction = instructions_.take();
  return true;
}

bool Server::handle(const Instruction& instruction) {
  bool alive = true;
  if (instruction.kind == Instruction::kRun) alive = run(instruction);
  if (instruction.kind == Instruction::kCommit ||
      (instruction.kind == Instruction::kStop && held_ > 0))
    alive = commit_epoch();
  instructions_.publish();
  return alive;
}

bool Server::run(const Instruction& instruction) {
  const RunnerStatus& runner = *setup_.block.runner;
  WorkerStatus& status = *setup_.block.worker;
  const std::uint64_t number = instructions_.count() - 1;
  hand_ = instruction;
  wanted_ = instruction.parts;
  // Either the runner sees here that this instruction was begun, or we see there that it was called
  // back.
  status.begun.store(number + 1, std::memory_order_seq_cst);
  if (number >= runner.recalled_from.load() && number < runner.recalled_to.load())
    return bool(send({.kind = Reply::kSkipped}, {})) && (ring_runner_soon(), true);

  status.item.store(0, kRelaxed);
  status.place.store(0, kRelaxed);
  status.precise.store(0, kRelaxed);
  status.began.store(now_.time_since_epoch().count(), kRelaxed);
  status.chunk.store(instruction.chunk, kRelaxed);
  status.attempt.store(instruction.attempt, kRelaxed);
  set_state(WorkerStatus::kBusy);
  reply_.clear();
  const Result<Bytes> bytes = request_bytes(instruction);
  const Status settled =
      bytes
          ? settle(handler_->run({instruction.chunk, instruction.parts, *bytes}, *this, reply_))
          : Status(tl::unexpected(bytes.error()));
  if (!settled) return give_up(settled.error());
  set_state(WorkerStatus::kIdle);
  if (held_ > 0 && (held_ >= commit_after_ || handler_->wants_commit())) return commit_epoch();
  ring_runner_soon();
  return true;
}

/// Tell the runner how the chunk in hand ended. Fails only when the worker cannot go on.
Status Server::settle(const Result<Handler::Outcome>& outcome) {
  if (!outcome) {
    // What the handler held is lost with the state that this chunk has spoiled.
    refuse(outcome.error(), held_ > 0);
    if (held_ > 0) commit_after_ = 1;
    held_ = 0;
    return {};
  }
  if (*outcome == Handler::Outcome::held) {
    if ((wanted_ & kState) == 0)
      return fail(Errc::bug, "pool: a handler held a chunk of which no state is wanted");
    ++held_;
    return send({.kind = Reply::kHeld}, {});
  }
  const Status sent = send({.kind = Reply::kDone, .part = wanted_}, Bytes(reply_));
  if (!sent) refuse(sent.error(), false);
  return {};
}

void Server::refuse(const Error& error, bool epoch_lost) {
  reply_.clear();
  put_error(reply_, error);
  if (!arena_.fits(reply_.size())) reply_.resize(setup_.block.header->arena_bytes / 2);
  // Fails only when the runner is gone, which next() finds out.
  const std::uint8_t lost = epoch_lost ? kState : 0;
  (void)send({.kind = Reply::kFailed, .part = lost}, Bytes(reply_));
}

Result<Bytes> Server::request_bytes(const Instruction& instruction) {
  if (instruction.stored == 0)
    return Bytes(setup_.block.requests + instruction.place % kRequestBytes, instruction.size);
  DP_CHECK(
      read_store(setup_.stores.back(), {0, instruction.place, instruction.size}, request_));
  return Bytes(request_);
}

bool Server::commit_epoch() {
  set_state(WorkerStatus::kCommitting);
  reply_.clear();
  if (held_ > 0) {
    const Status closed = handler_->commit(*this, reply_);
    if (!closed) return give_up(closed.error());
  }
  hand_ = Instruction{};
  hand_.chunk = held_;
  const Status sent = send({.kind = Reply::kEpoch}, Bytes(reply_));
  if (!sent) return give_up(sent.error());
  held_ = 0;
  commit_after_ = std::min(commit_after_ * 2, setup_.block.header->held_limit);
  set_state(WorkerStatus::kIdle);
  ring_runner();
  return true;
}

/// Tell the runner why this worker ends.
bool Server::give_up(const Error& error) {
  reply_.clear();
  put_error(reply_, error);
  if (arena_.fits(reply_.size())) (void)send({.kind = Reply::kBroken}, Bytes(reply_));
  ring_runner();
  return false;
}

void Server::report_position(std::uint64_t item, std::uint64_t place, bool precise) noexcept {
  WorkerStatus& status = *setup_.block.worker;
  if (status.item.load(kRelaxed) == item && status.place.load(kRelaxed) == place &&
      (status.precise.load(kRelaxed) != 0) == precise)
    return;
  status.item.store(item, kRelaxed);
  status.place.store(place, kRelaxed);
  status.precise.store(precise ? 1 : 0, kRelaxed);
  status.beat.store(status.beat.load(kRelaxed) + 1, std::memory_order_release);
}

Result<StoreRange> Server::store(Bytes bytes) {
  return append_to_store(setup_.stores[setup_.worker], setup_.worker, bytes);
}

Status Server::load(const StoreRange& range, std::string& out) {
  if (range.store >= setup_.stores.size())
    return fail(Errc::corrupt, "no store " + std::to_string(range.store));
  return read_store(setup_.stores[range.store], range, out);
}

Status Server::commit_part(Part part, Bytes reply) {
  if ((wanted_ & part) != part)
    return fail(Errc::bug, "pool: this part of the chunk is not wanted");
  DP_CHECK(send({.kind = Reply::kPart, .part = part}, reply));
  wanted_ = static_cast<std::uint8_t>(wanted_ & ~part);
  ring_runner_soon();
  return {};
}

/// Put `bytes` where the runner can read them, then publish the descriptor: that is the commit.
Status Server::send(Reply reply, Bytes bytes) {
  reply.chunk = hand_.chunk;
  reply.attempt = hand_.attempt;
  reply.size = bytes.size();
  if (!arena_.fits(bytes.size())) {
    DP_TRY(const StoreRange range, store(bytes));
    reply.place = range.offset;
    reply.stored = 1;
  } else if (!bytes.empty()) {
    DP_TRY(reply.place, place_in_arena(bytes.size()));
    std::memcpy(setup_.block.replies + reply.place % setup_.block.header->arena_bytes,
                bytes.data(), bytes.size());
  }
  DP_CHECK(wait_for_reply_slot());
  replies_.put(reply);
  replies_.publish();
  unrung_ = true;
  return {};
}

Result<std::uint64_t> Server::place_in_arena(std::uint64_t bytes) {
  std::optional<std::uint64_t> place;
  const auto fits = [&] {
    place = arena_.allocate(bytes, setup_.block.runner->replies_freed.load());
    return place.has_value();
  };
  if (!sleep_until(fits)) return fail(Errc::interrupted, "the runner is gone");
  return *place;
}

Status Server::wait_for_reply_slot() {
  if (!sleep_until([this] { return replies_.room().value_or(0) > 0; }))
    return fail(Errc::interrupted, "the runner is gone");
  return {};
}

void Server::ring_runner() {
  unrung_ = false;
  if (setup_.block.header->runner_asleep.load(std::memory_order_seq_cst) == 0) return;
  const std::uint64_t one = 1;
  // Can only fail when the counter is full: then the runner has been woken often enough.
  (void)!::write(setup_.runner_doorbell, &one, sizeof one);
}

/// Wake the runner unless there is work left here and it was woken a moment ago.
void Server::ring_runner_soon() {
  now_ = std::chrono::steady_clock::now();
  if (now_ - last_ring_ < kRingEvery &&
      instructions_.waiting().value_or(0) > setup_.block.runner->low_water.load(kRelaxed))
    return;
  last_ring_ = now_;
  ring_runner();
}

/// Wait on the doorbell until `ready()`. False when the runner is gone.
template <class Ready>
bool Server::sleep_until(Ready ready) {
  if (ready()) return true;
  WorkerStatus& status = *setup_.block.worker;
  if (unrung_) ring_runner();
  for (;;) {
    status.asleep.store(1, std::memory_order_seq_cst);
    const std::uint32_t seen = setup_.block.runner->doorbell.load(std::memory_order_seq_cst);
    const bool now = ready();
    if (!now) wait_for_doorbell(setup_.block.runner->doorbell, seen, kLookForParentMs);
    status.asleep.store(0, kRelaxed);
    now_ = std::chrono::steady_clock::now();
    if (now || ready()) return true;
    if (orphaned()) return false;
  }
}

void Server::set_state(WorkerStatus::State state) noexcept {
  WorkerStatus& status = *setup_.block.worker;
  status.beat.store(status.beat.load(kRelaxed) + 1, kRelaxed);
  status.state.store(state, std::memory_order_release);
}

bool Server::orphaned() const noexcept {
  return setup_.runner_pid != 0 && ::getppid() != setup_.runner_pid;
}

}  // namespace dp::pool
