// SPDX-License-Identifier: Apache-2.0
// Time, memory, stops and deaths.
#include <signal.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>

#include "pool/bell.hpp"
#include "pool/death.hpp"
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
/// Deaths from outside before anything is finished, for one of a worker's own.
constexpr double kOutsideShare = 0.05;
constexpr milliseconds kFirstBackoff{10};
constexpr milliseconds kLongestBackoff{1000};
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
    for (const auto& seat : seats_)
      if (seat->has_news()) return true;
    return stop_.load(std::memory_order_relaxed) > obeyed_;
  };
  for (std::uint32_t pauses = segment_->header().spins; pauses > 0; --pauses) {
    if (news()) return {};
    pause_briefly();
  }
  asleep.store(1, std::memory_order_seq_cst);
  const Status heard = news() ? Status() : poll(patience_ms());
  asleep.store(0, std::memory_order_relaxed);
  return heard;
}

int Runner::patience_ms() const {
  int patience = options_.memory_bytes > 0 ? kMemoryTickMs : Job::kTickMs;
  patience = at_most(patience, options_.timeout);
  if (options_.timeout.count() > 0) patience = at_most(patience, options_.grace);
  if (help_wanted_) patience = std::min(patience, kHelpTickMs);
  if (!restart_wanted_) return patience;
  for (const auto& seat : seats_) {
    if (seat->state != Seat::State::empty) continue;
    const auto left = std::chrono::ceil<milliseconds>(seat->restart_at - Clock::now()).count();
    patience = static_cast<int>(std::clamp<long>(left, 0, patience));
  }
  return patience;
}

Status Runner::poll(int milliseconds) {
  std::array<epoll_event, 16> events;
  const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), milliseconds);
  last_poll_ = Clock::now();
  if (count < 0 && errno != EINTR) return fail_errno("epoll");
  for (int i = 0; i < count; ++i) DP_CHECK(hear(events[static_cast<std::size_t>(i)].data.u64));
  return {};
}

Status Runner::hear(std::uint64_t what) {
  if (event_of(what) == Event::bell) {
    std::uint64_t rings = 0;
    (void)!::read(bell_.get(), &rings, sizeof rings);
    return {};
  }
  Seat& seat = *seats_[seat_of(what)];
  if (event_of(what) == Event::ended && seat.process.running()) return bury(seat);
  if (event_of(what) == Event::spoke && seat.process.running()) {
    const std::uint64_t before = seat.process.forgotten_bytes();
    seat.process.listen();
    stats_.stderr_dropped_bytes += seat.process.forgotten_bytes() - before;
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
    for (const auto& seat : seats_)
      if (seat->process.running()) DP_CHECK(watch(*seat, passed));
  job_->tick();
  return {};
}

Status Runner::watch(Seat& seat, microseconds passed) {
  if (seat.kill_sent) {
    seat.quiet += passed;
    return seat.quiet > milliseconds(Process::kUnkillableMs) ? forsake(seat) : Status();
  }
  if (seat.process.was_stopped()) seat.stopped_for = microseconds(1);
  if (seat.stopped_for.count() > 0) seat.stopped_for += passed;
  if (seat.stopped_for > kContinueAfter) {
    seat.process.signal(SIGCONT);
    seat.stopped_for = microseconds(0);
  }
  watch_time(seat, passed);
  watch_memory(seat);
  return {};
}

void Runner::kill(Seat& seat, Seat::Killed why) {
  if (seat.killed == Seat::Killed::no) seat.killed = why;
  if (!seat.kill_sent) seat.quiet = microseconds(0);
  seat.kill_sent = true;
  seat.process.signal(SIGKILL);
}

void Runner::watch_time(Seat& seat, microseconds passed) {
  if (seat.term_sent) {
    seat.quiet += passed;
    if (seat.quiet >= options_.grace) kill(seat, Seat::Killed::timeout);
    return;
  }
  const std::uint64_t beat = seat.block.board->beat.load();
  if (beat != seat.beat) seat.quiet = microseconds(0);
  seat.beat = beat;
  seat.quiet += passed;

  microseconds limit = options_.timeout;
  const std::uint32_t state = seat.block.board->state.load();
  if (state == Board::kNew) limit = kHelloLimit;
  if (state == Board::kStarting || state == Board::kCommitting)
    limit = limit.count() > 0 ? std::max<microseconds>(limit, kCommitLimit) : limit;
  if (state == Board::kIdle || limit.count() == 0 || seat.quiet < limit) return;
  seat.stopped_outside = seat.stopped_for.count() > 0;
  seat.killed = Seat::Killed::timeout;
  seat.term_sent = true;
  seat.quiet = microseconds(0);
  seat.process.signal(SIGTERM);
  seat.process.signal(SIGCONT);
}

void Runner::watch_memory(Seat& seat) {
  const std::uint64_t rss = seat.process.rss_bytes();
  seat.peak_rss_bytes = std::max(seat.peak_rss_bytes, rss);
  stats_.peak_rss_bytes = std::max(stats_.peak_rss_bytes, rss);
  if (options_.memory_bytes > 0 && rss > options_.memory_bytes)
    kill(seat, Seat::Killed::memory);
  if (options_.recycle_rss_bytes > 0 && rss > options_.recycle_rss_bytes) seat.retiring = true;
}

/// What it says cannot be: nothing more is taken from it.
Status Runner::end_damaged(Seat& seat) {
  if (options_.threads)
    return fail(Errc::bug,
                "pool: worker " + std::to_string(seat.number) + ": " + seat.damage());
  kill(seat, Seat::Killed::damage);
  return {};
}

/// Go on without a worker that was killed but does not end (a system call that cannot be
/// interrupted). Its seat stays out of use: nobody knows when the kernel lets go of its memory.
Status Runner::forsake(Seat& seat) {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, seat.process.pidfd(), nullptr);
  DP_CHECK(collect(seat));
  Death death = death_of(seat, seat.process.pid(), {.signal = SIGKILL});
  std::optional<Record> culprit;
  if (seat.in_hand() != nullptr) culprit = seat.finish();
  if (obeyed_ == 0) take_back(seat);
  seat.process.forsake();
  seat.running.clear();
  seat.held.clear();
  seat.state = Seat::State::lost;
  ++stats_.lost;
  restart_wanted_ = true;
  return culprit ? blame(std::move(*culprit), std::move(death)) : Status();
}

/// Settle what a worker that has ended leaves behind.
Status Runner::bury(Seat& seat) {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, seat.process.pidfd(), nullptr);
  const int pid = seat.process.pid();
  const End end = seat.process.reap();
  DP_CHECK(collect(seat));  // what it committed before it died counts
  stats_.peak_rss_bytes = std::max(stats_.peak_rss_bytes, end.peak_rss_bytes);

  Death death = death_of(seat, pid, end);
  const bool planned = seat.stop_asked && end.signal == 0 && end.exit_status == 0 &&
                       seat.running.empty() && seat.held.empty();
  const bool said_hello = seat.block.board->state.load() != Board::kNew;
  std::optional<Record> culprit;
  if (seat.in_hand() != nullptr) culprit = seat.finish();
  if (obeyed_ == 0) take_back(seat);
  seat.renew(*segment_, !planned);
  seat.restart_at = Clock::now();
  restart_wanted_ = true;
  ++(planned ? stats_.recycled : stats_.restarts);
  if (planned) return {};
  if (culprit) return blame(std::move(*culprit), std::move(death));
  return count_barren(seat, death, said_hello);
}

/// What its end tells: who ended it (the item, this pool, or somebody else) and over what.
Death Runner::death_of(const Seat& seat, int pid, const End& end) const {
  const Board& board = *seat.block.board;
  Death death;
  death.signal = end.signal;
  death.exit_status = end.exit_status;
  death.peak_rss_bytes = std::max(seat.peak_rss_bytes, end.peak_rss_bytes);
  death.last_stderr = seat.damage() != nullptr
                          ? "the pool ended it, because " + std::string(seat.damage())
                          : seat.process.last_stderr(seat.began());
  death.item = board.item.load();
  death.place = board.place.load();
  death.precise = board.precise.load() != 0;
  death.timed_out = seat.killed == Seat::Killed::timeout && !seat.stopped_outside;
  death.out_of_memory = seat.killed == Seat::Killed::memory;
  const std::int32_t sender = board.fault_sender.load();
  const bool shot =
      death.signal != 0 && (!own_fault(death.signal) || (sender != 0 && sender != pid));
  death.external = (seat.killed == Seat::Killed::no && shot) || seat.stopped_outside;
  return death;
}

/// Queue what it held and what it had not begun, in the order in which it was leased.
void Runner::take_back(Seat& seat) {
  std::size_t at = 0;
  const auto queue = [&](Record record) {
    again_.insert(again_.begin() + static_cast<std::ptrdiff_t>(at++), std::move(record));
  };
  for (Record& record : seat.held) queue(std::move(record));
  for (; !seat.running.empty();) {
    Record record = seat.finish();
    if (!record.recalled) queue(std::move(record));
  }
}

Status Runner::blame(Record record, Death death) {
  death.deaths = ++record.deaths;
  if (!death.external) ++record.strikes;
  death.strikes = record.strikes;
  dry_ = false;
  const Record about = record;
  DP_TRY(std::vector<Lease> instead, job_->died(std::move(record.lease), death));
  put_back(std::move(instead), about);
  return {};
}

/// A worker ended without a chunk in hand: nobody to blame, so this must not go on for ever.
Status Runner::count_barren(Seat& seat, const Death& death, bool said_hello) {
  barren_ += death.external ? kOutsideShare : 1;
  if (barren_ > options_.restarts_in_a_row) {
    Error error = error_of(death);
    error.code = Errc::worker_died;
    if (!said_hello)
      error.message +=
          "; it never began to serve: does its main call run_worker (or "
          "dp::Pool::worker_entry) first?";
    return fail(
        std::move(error).within("worker " + std::to_string(seat.number) +
                                " ended before it finished anything, like others before"));
  }
  const double doublings = std::min(std::floor(barren_) - 2, 10.0);
  if (doublings >= 0)
    seat.restart_at += std::min<Clock::duration>(
        kFirstBackoff * (1L << static_cast<int>(doublings)), kLongestBackoff);
  return {};
}

/// Start workers in the seats whose time has come.
Status Runner::restart_due() {
  restart_wanted_ = false;
  if (obeyed_ > 0) return {};
  const auto now = Clock::now();
  std::size_t alive = 0, lost = 0;
  for (const auto& seat : seats_) {
    if (seat->state == Seat::State::lost)
      ++lost;
    else if (seat->state != Seat::State::empty)
      ++alive;
  }
  if (lost == seats_.size())
    return fail(Errc::worker_died,
                "every worker hangs in the kernel and cannot be ended (a file system that does "
                "not answer?)");
  for (const auto& seat : seats_) {
    if (seat->state != Seat::State::empty) continue;
    const Status started = seat->restart_at <= now ? start_worker(*seat) : Status();
    if (!started) {
      seat->restart_at = now + kSpawnAgainAfter;
      if (alive == 0 && (barren_ += 1) > options_.restarts_in_a_row) return started;
    }
    restart_wanted_ = restart_wanted_ || seat->state == Seat::State::empty;
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
  for (const auto& seat : seats_) (void)seat->recall();
  return {};
}

}  // namespace dp::pool
