// SPDX-License-Identifier: Apache-2.0
// Time, memory, stops and deaths.
#include <signal.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "pool/death.hpp"
#include "pool/doorbell.hpp"
#include "pool/events.hpp"
#include "pool/runner.hpp"

namespace dp::pool {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

/// From its start to its first sign of life: exec, the dynamic linker, static objects.
constexpr std::chrono::seconds kHelloLimit{30};
/// To start its handler or to close an epoch, when items have a time limit that is shorter.
constexpr std::chrono::seconds kCommitLimit{60};
/// A worker that someone has stopped is continued after so long.
constexpr std::chrono::seconds kContinueAfter{1};
constexpr int kMemoryTickMs = 25;
constexpr int kHelpTickMs = 2;
constexpr milliseconds kSpawnAgainAfter{200};

int at_most(int milliseconds_now, microseconds limit) {
  if (limit.count() == 0) return milliseconds_now;
  const auto quarter = std::chrono::duration_cast<milliseconds>(limit / 4).count();
  return static_cast<int>(std::clamp<long>(quarter, 2, milliseconds_now));
}

}  // namespace

/// Wait for news, at most until the next tick.
Status Runner::sleep() {
  auto& asleep = segment_->header().runner_asleep;
  const auto news = [this] {
    for (const auto& slot : slots_)
      if (slot->has_news()) return true;
    return stop_.load(std::memory_order_relaxed) > obeyed_;
  };
  for (std::uint32_t pauses = segment_->header().spins; pauses > 0; --pauses) {
    if (news()) return {};
    pause_briefly();
  }
  asleep.store(1, std::memory_order_seq_cst);
  const Status received = news() ? Status() : poll(patience_ms());
  asleep.store(0, std::memory_order_relaxed);
  return received;
}

int Runner::patience_ms() const {
  int patience = options_.memory_bytes > 0 ? kMemoryTickMs : Job::kTickMs;
  patience = at_most(patience, options_.timeout);
  if (options_.timeout.count() > 0) patience = at_most(patience, options_.grace);
  if (help_wanted_) patience = std::min(patience, kHelpTickMs);
  if (!restart_wanted_) return patience;
  for (const auto& slot : slots_) {
    if (slot->state != WorkerSlot::State::empty) continue;
    const auto left = std::chrono::ceil<milliseconds>(slot->restart_at - Clock::now()).count();
    patience = static_cast<int>(std::clamp<long>(left, 0, patience));
  }
  return patience;
}

Status Runner::poll(int milliseconds) {
  std::array<epoll_event, 16> events;
  const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), milliseconds);
  last_poll_ = Clock::now();
  if (count < 0 && errno != EINTR) return fail_errno("epoll");
  for (int i = 0; i < count; ++i)
    DP_CHECK(on_event(events[static_cast<std::size_t>(i)].data.u64));
  return {};
}

Status Runner::on_event(std::uint64_t what) {
  if (event_of(what) == Event::doorbell) {
    std::uint64_t rings = 0;
    (void)!::read(doorbell_.get(), &rings, sizeof rings);
    return {};
  }
  WorkerSlot& slot = *slots_[slot_of(what)];
  if (event_of(what) == Event::exited && slot.process.running()) return on_exit(slot);
  if (event_of(what) == Event::wrote && slot.process.running()) {
    const std::uint64_t before = slot.process.forgotten_bytes();
    slot.process.listen();
    stats_.stderr_dropped_bytes += slot.process.forgotten_bytes() - before;
  }
  return {};
}

Status Runner::tick() {
  const auto now = Clock::now();
  // Our own pauses (a stop from the terminal, a slow commit) must not age the workers' items.
  const auto most = milliseconds(2 * patience_ms());
  const auto passed = std::chrono::duration_cast<microseconds>(
      std::min<Clock::duration>(now - last_tick_, most));
  last_tick_ = now;
  if (!options_.threads)
    for (const auto& slot : slots_)
      if (slot->process.running()) DP_CHECK(watch(*slot, passed));
  job_->tick();
  return {};
}

Status Runner::watch(WorkerSlot& slot, microseconds passed) {
  if (slot.kill_sent) {
    slot.quiet += passed;
    return slot.quiet > milliseconds(Process::kUnkillableMs) ? abandon(slot) : Status();
  }
  if (slot.process.was_stopped()) slot.stopped_for = microseconds(1);
  if (slot.stopped_for.count() > 0) slot.stopped_for += passed;
  if (slot.stopped_for > kContinueAfter) {
    slot.process.signal(SIGCONT);
    slot.stopped_for = microseconds(0);
  }
  watch_time(slot, passed);
  watch_memory(slot);
  return {};
}

void Runner::kill(WorkerSlot& slot, WorkerSlot::Killed why) {
  if (slot.killed == WorkerSlot::Killed::no) slot.killed = why;
  if (!slot.kill_sent) slot.quiet = microseconds(0);
  slot.kill_sent = true;
  slot.process.signal(SIGKILL);
}

void Runner::watch_time(WorkerSlot& slot, microseconds passed) {
  if (slot.term_sent) {
    slot.quiet += passed;
    if (slot.quiet >= options_.grace) kill(slot, WorkerSlot::Killed::timeout);
    return;
  }
  const std::uint64_t beat = slot.block.worker->beat.load();
  if (beat != slot.beat) slot.quiet = microseconds(0);
  slot.beat = beat;
  slot.quiet += passed;

  microseconds limit = options_.timeout;
  const std::uint32_t state = slot.block.worker->state.load();
  if (state == WorkerStatus::kNew) limit = kHelloLimit;
  if (state == WorkerStatus::kStarting || state == WorkerStatus::kCommitting)
    limit = limit.count() > 0 ? std::max<microseconds>(limit, kCommitLimit) : limit;
  if (state == WorkerStatus::kIdle || limit.count() == 0 || slot.quiet < limit) return;
  slot.stopped_outside = slot.stopped_for.count() > 0;
  slot.killed = WorkerSlot::Killed::timeout;
  slot.term_sent = true;
  slot.quiet = microseconds(0);
  slot.process.signal(SIGTERM);
  slot.process.signal(SIGCONT);
}

void Runner::watch_memory(WorkerSlot& slot) {
  const std::uint64_t rss = slot.process.rss_bytes();
  slot.peak_rss_bytes = std::max(slot.peak_rss_bytes, rss);
  stats_.peak_rss_bytes = std::max(stats_.peak_rss_bytes, rss);
  if (options_.memory_bytes > 0 && rss > options_.memory_bytes)
    kill(slot, WorkerSlot::Killed::memory);
  if (options_.recycle_rss_bytes > 0 && rss > options_.recycle_rss_bytes) slot.retiring = true;
}

/// What it says cannot be: nothing more is taken from it.
Status Runner::end_damaged(WorkerSlot& slot) {
  if (options_.threads)
    return fail(Errc::bug,
                "pool: worker " + std::to_string(slot.number) + ": " + slot.damage());
  kill(slot, WorkerSlot::Killed::damage);
  return {};
}

/// Go on without a worker that was killed but does not end (a system call that cannot be
/// interrupted). Its slot stays out of use: nobody knows when the kernel lets go of its memory.
Status Runner::abandon(WorkerSlot& slot) {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, slot.process.pidfd(), nullptr);
  DP_CHECK(collect(slot));
  Death death = death_of(slot, slot.process.pid(), {.signal = SIGKILL});
  std::optional<Record> culprit;
  if (slot.in_hand() != nullptr) culprit = slot.finish();
  if (obeyed_ == 0) take_back(slot);
  slot.process.abandon();
  slot.running.clear();
  slot.held.clear();
  slot.state = WorkerSlot::State::lost;
  ++stats_.lost;
  restart_wanted_ = true;
  return culprit ? blame(std::move(*culprit), std::move(death)) : Status();
}

/// Settle what a worker that has ended leaves behind.
Status Runner::on_exit(WorkerSlot& slot) {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, slot.process.pidfd(), nullptr);
  const int pid = slot.process.pid();
  const End end = slot.process.reap();
  DP_CHECK(collect(slot));  // what it committed before it died counts
  stats_.peak_rss_bytes = std::max(stats_.peak_rss_bytes, end.peak_rss_bytes);

  Death death = death_of(slot, pid, end);
  const bool planned = slot.stop_asked && end.signal == 0 && end.exit_status == 0 &&
                       slot.running.empty() && slot.held.empty();
  const bool said_hello = slot.block.worker->state.load() != WorkerStatus::kNew;
  std::optional<Record> culprit;
  if (slot.in_hand() != nullptr) culprit = slot.finish();
  if (obeyed_ == 0) take_back(slot);
  slot.renew(*segment_, !planned);
  slot.restart_at = Clock::now();
  restart_wanted_ = true;
  ++(planned ? stats_.recycled : stats_.restarts);
  if (planned) return {};
  if (culprit) return blame(std::move(*culprit), std::move(death));
  return count_fruitless_restart(slot, death, said_hello);
}

/// What its end tells: who ended it (the item, this pool, or somebody else) and over what.
Death Runner::death_of(const WorkerSlot& slot, int pid, const End& end) const {
  const WorkerStatus& status = *slot.block.worker;
  Death death;
  death.signal = end.signal;
  death.exit_status = end.exit_status;
  death.peak_rss_bytes = std::max(slot.peak_rss_bytes, end.peak_rss_bytes);
  if (slot.damage() != nullptr) death.damage = slot.damage();
  death.last_stderr = slot.process.last_stderr(slot.began());
  death.item = status.item.load();
  death.place = status.place.load();
  death.precise = status.precise.load() != 0;
  if (slot.killed == WorkerSlot::Killed::timeout && !slot.stopped_outside)
    death.limit = Death::Limit::time;
  if (slot.killed == WorkerSlot::Killed::memory) death.limit = Death::Limit::memory;
  const std::int32_t sender = status.fault_sender.load();
  const bool sent =
      death.signal != 0 && (!own_fault(death.signal) || (sender != 0 && sender != pid));
  death.external = (slot.killed == WorkerSlot::Killed::no && sent) || slot.stopped_outside;
  return death;
}

/// Queue what it held and what it had not begun, in the order in which it was leased.
void Runner::take_back(WorkerSlot& slot) {
  std::size_t at = 0;
  const auto queue = [&](Record record) {
    again_.insert(again_.begin() + static_cast<std::ptrdiff_t>(at++), std::move(record));
  };
  for (Record& record : slot.held) queue(std::move(record));
  for (; !slot.running.empty();) {
    Record record = slot.finish();
    if (!record.recalled) queue(std::move(record));
  }
}

Status Runner::blame(Record record, Death death) {
  death.is_fault = record.faults.add(death.external);
  death.faults = record.faults.faults();
  dry_ = false;
  const Record about = record;
  DP_TRY(std::vector<Lease> instead, job_->died(std::move(record.lease), death));
  put_back(std::move(instead), about);
  return {};
}

/// A worker ended without a chunk in hand: nobody to blame, so this must not go on for ever.
Status Runner::count_fruitless_restart(WorkerSlot& slot, const Death& death, bool said_hello) {
  fruitless_restarts_.add(death.external);
  if (fruitless_restarts_.more_than(options_.restarts_in_a_row)) {
    Error error = error_of(death);
    error.code = Errc::worker_died;
    if (!said_hello)
      error.message +=
          "; it never began to serve: does its main call run_worker (or "
          "dp::Pool::worker_entry) first?";
    return fail(
        std::move(error).within("workers keep exiting before they finish any work; the "
                                "last, worker " +
                                std::to_string(slot.number)));
  }
  slot.restart_at += fruitless_restarts_.backoff();
  return {};
}

/// Start workers in the slots whose time has come.
Status Runner::restart_due() {
  restart_wanted_ = false;
  if (obeyed_ > 0) return {};
  const auto now = Clock::now();
  std::size_t alive = 0, lost = 0;
  for (const auto& slot : slots_) {
    if (slot->state == WorkerSlot::State::lost)
      ++lost;
    else if (slot->state != WorkerSlot::State::empty)
      ++alive;
  }
  if (lost == slots_.size())
    return fail(Errc::worker_died,
                "every worker hangs in the kernel and cannot be ended (a file system that does "
                "not answer?)");
  for (const auto& slot : slots_) {
    if (slot->state != WorkerSlot::State::empty) continue;
    const Status started = slot->restart_at <= now ? start_worker(*slot) : Status();
    if (!started) {
      slot->restart_at = now + kSpawnAgainAfter;
      if (alive == 0) fruitless_restarts_.add(false);
      if (fruitless_restarts_.more_than(options_.restarts_in_a_row)) return started;
    }
    restart_wanted_ = restart_wanted_ || slot->state == WorkerSlot::State::empty;
  }
  return {};
}

Status Runner::obey_stop() {
  const int asked = stop_.load(std::memory_order_relaxed);
  if (asked > 1 && !options_.threads)
    return fail(Errc::interrupted, "stopped at once, as asked");
  if (asked == 0 || obeyed_ > 0) return {};
  obeyed_ = asked;
  again_.clear();
  for (const auto& slot : slots_) (void)slot->recall();
  return {};
}

}  // namespace dp::pool
