// SPDX-License-Identifier: Apache-2.0
#include "pool/worker_channel.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "pool/doorbell.hpp"
#include "pool/store.hpp"

namespace dp::pool {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr int kLookForParentMs = 1000;
/// A worker whose chunks are shorter wakes the runner for several at once.
constexpr std::chrono::microseconds kRingEvery{200};

}  // namespace

WorkerChannel::WorkerChannel(WorkerSetup setup)
    : setup_(std::move(setup)),
      instructions_(setup_.block.runner->instructions, setup_.block.worker->instructions_taken),
      replies_(setup_.block.worker->replies, setup_.block.runner->replies_taken),
      arena_(setup_.block.header->arena_bytes),
      now_(std::chrono::steady_clock::now()),
      last_ring_(now_) {}

bool WorkerChannel::next(Instruction& instruction) {
  const auto waiting = [this] { return instructions_.waiting().value_or(1) > 0; };
  for (std::uint32_t pauses = setup_.block.header->spins; pauses > 0; --pauses) {
    if (waiting()) break;
    pause_briefly();
  }
  if (!sleep_until(waiting)) return false;
  if (!instructions_.waiting()) return false;
  instruction = instructions_.take();
  return true;
}

bool WorkerChannel::begin(const Instruction& instruction) {
  const RunnerStatus& runner = *setup_.block.runner;
  WorkerStatus& status = *setup_.block.worker;
  const std::uint64_t number = instructions_.count() - 1;
  // Either the runner sees here that it was begun, or we see there that it was called back.
  status.begun.store(number + 1, std::memory_order_seq_cst);
  if (number >= runner.recalled_from.load() && number < runner.recalled_to.load()) return false;

  status.position.item.store(0, kRelaxed);
  status.position.place.store(0, kRelaxed);
  status.position.kind.store(Position::kNone, kRelaxed);
  status.call.size.store(0, kRelaxed);
  status.call.timing.store(0, kRelaxed);
  status.began.store(now_.time_since_epoch().count(), kRelaxed);
  status.chunk.store(instruction.chunk, kRelaxed);
  status.attempt.store(instruction.attempt, kRelaxed);
  set_state(WorkerStatus::kBusy);
  return true;
}

void WorkerChannel::report_call(std::string_view call, Timing timing) noexcept {
  CallName& name = setup_.block.worker->call;
  const auto size = std::min(call.size(), kMostCallBytes);
  name.size.store(0, kRelaxed);
  if (size > 0) std::memcpy(name.text, call.data(), size);
  name.size.store(static_cast<std::uint32_t>(size), std::memory_order_release);
  name.timing.store(static_cast<std::uint32_t>(timing), std::memory_order_release);
}

Result<Bytes> WorkerChannel::request_bytes(const Instruction& instruction,
                                           std::string& buffer) const {
  if (instruction.stored == 0)
    return Bytes(setup_.block.requests + instruction.place % kRequestBytes, instruction.size);
  DP_CHECK(read_store(setup_.stores.back(), {0, instruction.place, instruction.size}, buffer));
  return Bytes(buffer);
}

Status WorkerChannel::send(Reply reply, Bytes bytes) {
  reply.size = bytes.size();
  if (!arena_.fits(bytes.size())) {
    DP_TRY(const StoreRange range, append_to_store(setup_.own_store, setup_.worker, bytes));
    reply.place = range.offset;
    reply.stored = 1;
  } else if (!bytes.empty()) {
    DP_TRY(reply.place, place_in_arena(bytes.size()));
    std::memcpy(setup_.block.replies + reply.place % setup_.block.header->arena_bytes,
                bytes.data(), bytes.size());
  }
  if (!sleep_until([this] { return replies_.room().value_or(0) > 0; }))
    return fail(Errc::interrupted, "the runner is gone");
  replies_.put(reply);
  replies_.publish();
  unrung_ = true;
  return {};
}

Result<std::uint64_t> WorkerChannel::place_in_arena(std::uint64_t bytes) {
  std::optional<std::uint64_t> place;
  const auto fits = [&] {
    place = arena_.allocate(bytes, setup_.block.runner->replies_freed.load());
    return place.has_value();
  };
  if (!sleep_until(fits)) return fail(Errc::interrupted, "the runner is gone");
  return *place;
}

void WorkerChannel::ring_runner() {
  unrung_ = false;
  if (setup_.block.header->runner_asleep.load(std::memory_order_seq_cst) == 0) return;
  const std::uint64_t one = 1;
  // Can only fail when the counter is full: then the runner has been woken often enough.
  (void)!::write(setup_.runner_doorbell, &one, sizeof one);
}

void WorkerChannel::ring_runner_soon() {
  now_ = std::chrono::steady_clock::now();
  if (now_ - last_ring_ < kRingEvery &&
      instructions_.waiting().value_or(0) > setup_.block.runner->low_water.load(kRelaxed))
    return;
  last_ring_ = now_;
  ring_runner();
}

/// Wait on the doorbell until `ready()`. False when the runner is gone.
template <class Ready>
bool WorkerChannel::sleep_until(Ready ready) {
  if (ready()) return true;
  WorkerStatus& status = *setup_.block.worker;
  const auto& doorbell = setup_.block.runner->doorbell;
  if (unrung_) ring_runner();
  for (;;) {
    status.asleep.store(1, std::memory_order_seq_cst);
    const std::uint32_t seen = doorbell.load(std::memory_order_seq_cst);
    const bool now = ready();
    if (!now) wait_for_doorbell(doorbell, seen, kLookForParentMs);
    status.asleep.store(0, kRelaxed);
    now_ = std::chrono::steady_clock::now();
    if (now || ready()) return true;
    if (orphaned()) return false;
  }
}

void WorkerChannel::set_state(WorkerStatus::State state) noexcept {
  WorkerStatus& status = *setup_.block.worker;
  status.beat.store(status.beat.load(kRelaxed) + 1, kRelaxed);
  status.state.store(state, std::memory_order_release);
}

bool WorkerChannel::orphaned() const noexcept {
  return setup_.runner_pid != 0 && ::getppid() != setup_.runner_pid;
}

}  // namespace dp::pool
