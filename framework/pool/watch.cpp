// SPDX-License-Identifier: Apache-2.0
#include "pool/watch.hpp"

#include <signal.h>

#include <algorithm>

#include "pool/death.hpp"
#include "pool/growth.hpp"

namespace dp::pool {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

/// From its start to its first sign of life: exec, the dynamic linker, static objects.
constexpr std::chrono::seconds kHelloLimit{30};
/// The least time for several records, whose limit is one's; when they have passed it, they are done
/// one at a time.
constexpr std::chrono::seconds kBatchLimit{1};
/// The least time for what is tried in a fresh worker, whose first record may cost it more.
constexpr milliseconds kFreshLimit{100};
/// A worker that someone has stopped is continued after so long.
constexpr std::chrono::seconds kContinueAfter{1};
/// Limits that are always there are long: a worker that gave a sign of life since is not looked at.
constexpr std::chrono::seconds kSurelyAlive{5};

}  // namespace

void Watch::begin(const WorkerSlot& slot) {
  if (notes_.size() <= slot.number) notes_.resize(slot.number + 1);
  notes_[slot.number] = Notes();
}

microseconds Watch::fair_time(const WorkerSlot& slot, microseconds passed) {
  Notes& notes = notes_[slot.number];
  if (state_->options.timeout.count() == 0 && notes.quiet < kSurelyAlive) return passed;
  return notes.fair_time.of(slot.process.pid(), passed);
}

bool Watch::check(WorkerSlot& slot, microseconds passed) {
  Notes& notes = notes_[slot.number];
  if (notes.kill_sent) {
    notes.quiet += passed;
    return notes.quiet <= milliseconds(Process::kUnkillableMs);
  }
  if (slot.process.was_stopped()) notes.stopped_for = microseconds(1);
  if (notes.stopped_for.count() > 0) notes.stopped_for += passed;
  if (notes.stopped_for > kContinueAfter) {
    slot.process.signal(SIGCONT);
    notes.stopped_for = microseconds(0);
  }
  watch_time(slot, notes, passed);
  measure(slot);
  return true;
}

void Watch::kill(WorkerSlot& slot, Killed why) {
  Notes& notes = notes_[slot.number];
  if (notes.killed == Killed::no) notes.killed = why;
  if (!notes.kill_sent) notes.quiet = microseconds(0);
  notes.kill_sent = true;
  slot.retiring = true;
  slot.process.signal(SIGKILL);
}

/// The limit for what it has in hand of an item.
Watch::TimeLimit Watch::item_limit_of(const WorkerSlot& slot, const Record* record) const {
  const microseconds limit = state_->options.timeout;
  if (limit.count() == 0) return {};
  const WorkerStatus& status = *slot.channel.block().worker;
  // What it waits for is the runner, or room.
  if (status.asleep.load() != 0) return {limit_of(Timing::work).time};
  if (status.position.kind.load() == Position::kBatch)
    return {std::max<microseconds>(limit, kBatchLimit)};
  const bool is_fresh = record != nullptr && record->lease.fresh;
  return {is_fresh ? std::max<microseconds>(limit, kFreshLimit) : limit};
}

/// The limit for what is no item's work.
Watch::TimeLimit Watch::limit_of(Timing timing) const {
  const WorkLimits& limits = state_->options.work_limits;
  const microseconds limit = timing == Timing::opening ? limits.opening : limits.work;
  if (limit.count() == 0) return {};
  return {std::max(limit, state_->options.timeout), timing, true};
}

/// How long the worker may go without a sign of life in what it does.
Watch::TimeLimit Watch::limit_of(WorkerSlot& slot) const {
  const WorkerStatus& status = *slot.channel.block().worker;
  const std::uint32_t state = status.state.load();
  if (state == WorkerStatus::kIdle) return {};
  if (state == WorkerStatus::kNew) return {kHelloLimit};
  if (state == WorkerStatus::kEnding) return limit_of(Timing::opening);
  const Record* record = slot.channel.in_hand();
  const auto said = status.call.timing.load();
  const bool gets_ready = status.position.kind.load() == Position::kNone;
  auto timing = state != WorkerStatus::kBusy || gets_ready ? Timing::work : Timing::item;
  if (record != nullptr) timing = std::max(timing, record->lease.timing);
  if (said == static_cast<std::uint32_t>(Timing::opening)) timing = Timing::opening;
  return timing == Timing::item ? item_limit_of(slot, record) : limit_of(timing);
}

void Watch::watch_time(WorkerSlot& slot, Notes& notes, microseconds passed) {
  if (notes.term_sent) {
    notes.quiet += passed;
    if (notes.quiet >= state_->options.grace) kill(slot, Killed::timeout);
    return;
  }
  // Before its last sign of life: what begins with one would have the time that went before.
  const TimeLimit limit = limit_of(slot);
  const std::uint64_t beat = slot.channel.block().worker->beat.load();
  if (beat != notes.beat) notes.quiet = microseconds(0);
  notes.beat = beat;
  notes.quiet += passed;

  if (limit.time.count() == 0 || notes.quiet < limit.time) return;
  notes.limit = limit;
  notes.stopped_externally = notes.stopped_for.count() > 0;
  notes.killed = Killed::timeout;
  notes.term_sent = true;
  notes.quiet = microseconds(0);
  slot.retiring = true;
  slot.process.signal(SIGTERM);
  slot.process.signal(SIGCONT);
}

/// What is no item's work is done by few workers, which may have what all have.
std::uint64_t Watch::memory_limit_of(WorkerSlot& slot) const {
  const Record* record = slot.channel.in_hand();
  const bool is_work = record != nullptr && record->lease.timing == Timing::work;
  return state_->options.memory_bytes * (is_work ? state_->slots.size() : 1);
}

void Watch::measure(WorkerSlot& slot) {
  Notes& notes = notes_[slot.number];
  const Options& options = state_->options;
  const std::uint64_t rss = slot.process.rss_bytes();
  notes.peak_rss_bytes = std::max(notes.peak_rss_bytes, rss);
  state_->stats.peak_rss_bytes = std::max(state_->stats.peak_rss_bytes, rss);
  const std::uint64_t limit = memory_limit_of(slot);
  if (limit > 0 && own_memory(slot.process.pid()) > limit) kill(slot, Killed::memory);
  if (options.recycle.rss_bytes > 0 && rss > options.recycle.rss_bytes) slot.retiring = true;
}

void Watch::tell_limit(const TimeLimit& limit, Death& death) const {
  death.limit = Death::Limit::time;
  death.timing = limit.timing;
  if (!limit.is_known) return;
  death.time_limit = limit.time;
  death.advice = state_->options.work_limits.advice;
}

Death Watch::death_of(const WorkerSlot& slot, int pid, const End& end) const {
  const Notes& notes = notes_[slot.number];
  const WorkerStatus& status = *slot.channel.block().worker;
  Death death;
  death.signal = end.signal;
  death.exit_status = end.exit_status;
  death.peak_rss_bytes = std::max(notes.peak_rss_bytes, end.peak_rss_bytes);
  if (slot.channel.damage() != nullptr) death.damage = slot.channel.damage();
  death.last_stderr = slot.process.last_output(slot.channel.began());
  death.item = status.position.item.load();
  death.place = status.position.place.load();
  death.precise = status.position.kind.load() == Position::kRecord;
  death.call.assign(status.call.text,
                    std::min<std::size_t>(status.call.size.load(), kMostCallBytes));
  if (notes.killed == Killed::timeout && !notes.stopped_externally)
    tell_limit(notes.limit, death);
  if (notes.killed == Killed::memory) death.limit = Death::Limit::memory;
  const std::int32_t sender = status.fault_sender.load();
  const bool sent =
      death.signal != 0 && (!own_fault(death.signal) || (sender != 0 && sender != pid));
  const bool by_us = notes.killed != Killed::no || !death.damage.empty();
  death.external = (!by_us && sent) || notes.stopped_externally;
  return death;
}

}  // namespace dp::pool
