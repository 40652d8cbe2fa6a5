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
/// Between two signs of life in what is no item's work (to start a handler, to close an epoch,
/// Timing::work), when items have a time limit that is shorter.
constexpr std::chrono::seconds kWorkLimit{60};
/// The least time for several records, whose limit is one's; when they have passed it, they are done
/// one at a time.
constexpr std::chrono::seconds kBatchLimit{1};
/// The least time for what is tried in a fresh worker, whose first record may cost it more.
constexpr milliseconds kFreshLimit{100};
/// A worker that someone has stopped is continued after so long.
constexpr std::chrono::seconds kContinueAfter{1};

}  // namespace

void Watch::begin(const WorkerSlot& slot) {
  if (notes_.size() <= slot.number) notes_.resize(slot.number + 1);
  notes_[slot.number] = Notes();
}

microseconds Watch::fair_time(const WorkerSlot& slot, microseconds passed) {
  if (state_->options.timeout.count() == 0) return passed;
  return notes_[slot.number].fair_time.of(slot.process.pid(), passed);
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

/// The least time limit for what it has in hand of an item.
microseconds Watch::least_limit_of(const WorkerSlot& slot, const Record* record) {
  const WorkerStatus& status = *slot.channel.block().worker;
  const std::uint32_t kind = status.position.kind.load();
  // What it waits for is the runner, or room.
  if (kind == Position::kNone || status.asleep.load() != 0) return kWorkLimit;
  if (kind == Position::kBatch) return kBatchLimit;
  return record != nullptr && record->lease.fresh ? kFreshLimit : microseconds(0);
}

/// How long the worker may go without a sign of life in what it does; 0: for ever.
microseconds Watch::limit_of(WorkerSlot& slot) const {
  const microseconds limit = state_->options.timeout;
  const std::uint32_t state = slot.channel.block().worker->state.load();
  if (state == WorkerStatus::kIdle) return microseconds(0);
  if (state == WorkerStatus::kNew) return kHelloLimit;
  if (limit.count() == 0) return limit;
  const Record* record = slot.channel.in_hand();
  const bool is_work = state != WorkerStatus::kBusy ||
                       (record != nullptr && record->lease.timing == Timing::work);
  return std::max<microseconds>(limit, is_work ? kWorkLimit : least_limit_of(slot, record));
}

void Watch::watch_time(WorkerSlot& slot, Notes& notes, microseconds passed) {
  if (notes.term_sent) {
    notes.quiet += passed;
    if (notes.quiet >= state_->options.grace) kill(slot, Killed::timeout);
    return;
  }
  const WorkerStatus& status = *slot.channel.block().worker;
  const std::uint64_t beat = status.beat.load();
  if (beat != notes.beat) notes.quiet = microseconds(0);
  notes.beat = beat;
  notes.quiet += passed;

  const microseconds limit = limit_of(slot);
  if (limit.count() == 0 || notes.quiet < limit) return;
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
    death.limit = Death::Limit::time;
  if (notes.killed == Killed::memory) death.limit = Death::Limit::memory;
  const std::int32_t sender = status.fault_sender.load();
  const bool sent =
      death.signal != 0 && (!own_fault(death.signal) || (sender != 0 && sender != pid));
  const bool by_us = notes.killed != Killed::no || !death.damage.empty();
  death.external = (!by_us && sent) || notes.stopped_externally;
  return death;
}

}  // namespace dp::pool
