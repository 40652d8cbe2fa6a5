// SPDX-License-Identifier: Apache-2.0
#include "pool/leasing.hpp"

#include <algorithm>

namespace dp::pool {
namespace {

/// How long a worker may sit on leases that it has not begun while another has nothing to do.
constexpr std::chrono::milliseconds kHelpAfter{2};

}  // namespace

Status Leasing::lease() {
  DP_CHECK(give_fresh());
  const std::size_t ahead = state_->ahead();
  std::size_t depth = kRing;
  for (const auto& slot : state_->slots)
    if (slot->can_take(ahead)) depth = std::min(depth, slot->channel.running());
  bool more = depth < kRing;
  for (; more; ++depth) {
    more = false;
    for (const auto& slot : state_->slots) {
      if (!slot->can_take(ahead)) continue;
      if (slot->channel.running() > depth) {
        more = true;
        continue;
      }
      DP_TRY(const bool given, fill(*slot));
      more = more || given;
    }
    if (queue_->dry()) break;
  }
  close_up();
  for (const auto& slot : state_->slots)
    if (slot->state == WorkerSlot::State::serving)
      slot->channel.publish(slot->commit_sent || slot->stop_sent);
  return {};
}

/// Give workers that have done nothing yet what is for such workers alone.
Status Leasing::give_fresh() {
  for (const auto& slot : state_->slots) {
    if (queue_->waiting_for_fresh() == 0) return {};
    const bool fresh = slot->items_given == 0 || state_->options.threads;
    if (!fresh || !slot->can_take(state_->ahead())) continue;
    DP_CHECK(give(*slot, *queue_->next_fresh()));
  }
  if (queue_->waiting_for_fresh() > 0 && !state_->options.threads) make_fresh();
  return {};
}

/// Have workers replaced for those leases, but no more than half of them at once.
void Leasing::make_fresh() {
  std::size_t wanted = std::min(queue_->waiting_for_fresh(), (state_->slots.size() + 1) / 2);
  WorkerSlot* least = nullptr;
  for (const auto& slot : state_->slots) {
    if (slot->state == WorkerSlot::State::lost) continue;
    if (slot->state != WorkerSlot::State::serving || slot->retiring) {
      if (--wanted == 0) return;
    } else if (least == nullptr || slot->channel.running() < least->channel.running()) {
      least = slot.get();
    }
  }
  // One at a time: the next call sees what is under way.
  if (least != nullptr) least->retiring = true;
}

/// Give the worker one chunk. False when there is none or it has no room.
Result<bool> Leasing::fill(WorkerSlot& slot) {
  std::optional<Record> record = queue_->next();
  if (!record) return false;
  return give(slot, std::move(*record));
}

Result<bool> Leasing::give(WorkerSlot& slot, Record record) {
  const std::uint64_t items = record.lease.items;
  DP_TRY(const bool given, slot.channel.give(record, state_->runner_store()));
  if (!given) {
    queue_->put_first(std::move(record));
    return false;
  }
  ++state_->stats.leases;
  slot.items_given += items;
  const std::uint64_t most = state_->options.threads ? 0 : state_->options.recycle.items;
  if (most > 0 && slot.items_given >= most) slot.retiring = true;
  return true;
}

/// With nothing left to lease: let idle workers commit, and take over what others sit on.
void Leasing::close_up() {
  const auto running = [](const auto& slot) { return slot->channel.running() > 0; };
  const bool nothing_left = queue_->dry();
  const bool more_comes =
      queue_->awaited() >= 0 ||
      (queue_->waits() && std::any_of(state_->slots.begin(), state_->slots.end(), running));
  for (const auto& slot : state_->slots) {
    if (slot->state != WorkerSlot::State::serving || running(slot)) continue;
    if (slot->retiring && !slot->stop_sent)
      slot->stop_sent = slot->channel.instruct(Instruction::kStop);
    if (nothing_left && !more_comes && !slot->held.empty() && !slot->commit_sent &&
        !slot->stop_sent)
      slot->commit_sent = slot->channel.instruct(Instruction::kCommit);
  }
  help_wanted_ = false;
  if (nothing_left && !queue_->stopping()) help_the_idle();
}

/// Lease what one worker has not begun to those that have nothing to do.
void Leasing::help_the_idle() {
  bool idle = false;
  WorkerSlot* longest = nullptr;
  for (const auto& slot : state_->slots) {
    const std::size_t running = slot->channel.running();
    idle = idle || (running == 0 && slot->can_take(state_->ahead()));
    const bool more = longest == nullptr || running > longest->channel.running();
    if (slot->state == WorkerSlot::State::serving && slot->channel.can_recall() && more)
      longest = slot.get();
  }
  help_wanted_ = idle && longest != nullptr;
  if (!help_wanted_ || Clock::now() - longest->window.last_reply() < kHelpAfter) return;
  queue_->put_last(longest->channel.recall());
}

}  // namespace dp::pool
