// SPDX-License-Identifier: Apache-2.0
#include "pool/runner.hpp"

#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <utility>

#include "base/cpu.hpp"
#include "pool/descriptors.hpp"
#include "pool/doorbell.hpp"

namespace dp::pool {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr std::uint32_t kSpins = 200;
/// Chunks that all open epochs together may hold: what the runner remembers of each would
/// otherwise grow with the number of chunks that fit into an epoch's time.
constexpr std::uint32_t kMostHeld = 1 << 17;
constexpr std::uint64_t kLeastArena = 64 << 10;
constexpr int kMemoryTickMs = 25;
constexpr int kHelpTickMs = 2;

/// Waiting for a child needs its status to be kept, which an ignored SIGCHLD prevents.
void keep_child_statuses() {
  struct sigaction action {};
  if (::sigaction(SIGCHLD, nullptr, &action) != 0) return;
  if (action.sa_handler != SIG_IGN && (action.sa_flags & SA_NOCLDWAIT) == 0) return;
  action.sa_handler = SIG_DFL;
  action.sa_flags = 0;
  ::sigaction(SIGCHLD, &action, nullptr);
}

bool is_readable(int descriptor) {
  pollfd waited{descriptor, POLLIN, 0};
  return ::poll(&waited, 1, 0) > 0;
}

int at_most(int milliseconds_now, microseconds limit) {
  if (limit.count() == 0) return milliseconds_now;
  const auto quarter = std::chrono::duration_cast<milliseconds>(limit / 4).count();
  return static_cast<int>(std::clamp<long>(quarter, 2, milliseconds_now));
}

}  // namespace

Runner::Runner(Options options)
    : state_(std::move(options)),
      watch_(state_),
      collector_(state_, queue_),
      leasing_(state_, queue_),
      supervisor_(state_, queue_, collector_, watch_) {}

Runner::~Runner() { supervisor_.end_all(); }

Status Runner::open() {
  const Options& options = state_.options;
  if (is_worker() && !options.threads)
    return fail(Errc::refused,
                "this process is a worker that another pool started: its main has to call "
                "dp::Pool::worker_entry (or dp::pool::run_worker) before anything else");
  const unsigned cpus = usable_cpus();
  const unsigned wanted = options.workers == 0 ? cpus : options.workers;
  unsigned workers = wanted;
  if (!options.threads) {
    DP_TRY(workers, workers_that_fit(wanted, options.workers != 0));
  }
  keep_child_statuses();
  DP_TRY(state_.segment,
         Segment::create(workers, std::max(options.shared.arena_bytes, kLeastArena),
                         options.setup));
  state_.segment->header().spins = cpus > workers ? kSpins : 0;
  state_.segment->header().memory_bytes = options.memory_bytes;
  state_.segment->header().held_limit = std::max<std::uint32_t>(1, kMostHeld / workers);
  DP_TRY(state_.stores, Stores::create(workers + 1, options.shared.store_folder));
  DP_CHECK(state_.events.open());
  return supervisor_.start(workers);
}

void Runner::begin(Job& job) {
  queue_.begin(job);
  state_.fruitless_restarts.reset();
  supervisor_.begin();
  last_tick_ = last_poll_ = Clock::now();
}

/// One round: false when the job is done.
Result<bool> Runner::step(bool wait) {
  DP_CHECK(obey_stop());
  if (!wait) queue_.ask_again();
  DP_CHECK(supervisor_.restart_due());
  const std::uint64_t before = collector_.collected();
  DP_CHECK(collect());
  DP_CHECK(leasing_.lease());
  if (settled()) {
    if (queue_.stopping()) return fail(Errc::interrupted, "stopped, as asked");
    return false;
  }
  const auto now = Clock::now();
  if (now - last_poll_ > milliseconds(1)) DP_CHECK(handle_events(0));
  if (now - last_tick_ > milliseconds(patience_ms())) DP_CHECK(tick());
  const bool asks = std::exchange(asks_, false);
  if (wait && !asks && collector_.collected() == before) DP_CHECK(sleep());
  return true;
}

void Runner::abandon() noexcept {
  for (const auto& slot : state_.slots)
    if (!slot->idle() || slot->channel.damage() != nullptr) supervisor_.reset(*slot);
  queue_.end();
}

Status Runner::obey_stop() {
  const int asked = stop_.load(std::memory_order_relaxed);
  if (asked > 1 && !state_.options.threads)
    return fail(Errc::interrupted, "stopped at once, as asked");
  if (asked == 0 || obeyed_ > 0) return {};
  obeyed_ = asked;
  queue_.stop();
  for (const auto& slot : state_.slots) (void)slot->channel.recall();
  return {};
}

Status Runner::collect() {
  for (const auto& slot : state_.slots) {
    const bool starting = slot->state == WorkerSlot::State::starting;
    DP_CHECK(collector_.collect(*slot));
    const char* damage = slot->channel.damage();
    if (state_.options.threads && damage != nullptr)
      return fail(Errc::bug, "pool: worker " + std::to_string(slot->number) + ": " + damage);
    if (state_.options.threads) continue;
    if (damage != nullptr && slot->process.running()) watch_.end_damaged(*slot);
    if (starting && slot->state == WorkerSlot::State::serving) watch_.measure(*slot);
  }
  return {};
}

bool Runner::settled() const {
  if (!queue_.empty() || queue_.awaited() >= 0) return false;
  return std::all_of(state_.slots.begin(), state_.slots.end(),
                     [](const auto& slot) { return slot->idle(); });
}

bool Runner::has_news() const noexcept {
  for (const auto& slot : state_.slots)
    if (slot->has_news()) return true;
  return stop_.load(std::memory_order_relaxed) > obeyed_;
}

/// Wait for news, at most until the next tick.
Status Runner::sleep() {
  auto& asleep = state_.segment->header().runner_asleep;
  for (std::uint32_t pauses = state_.segment->header().spins; pauses > 0; --pauses) {
    if (has_news()) return {};
    pause_briefly();
  }
  asleep.store(1, std::memory_order_seq_cst);
  const Status handled = has_news() ? Status() : handle_events(patience_ms());
  asleep.store(0, std::memory_order_relaxed);
  return handled;
}

int Runner::patience_ms() const {
  const Options& options = state_.options;
  int patience = options.memory_bytes > 0 ? kMemoryTickMs : Job::kTickMs;
  patience = at_most(patience, options.timeout);
  if (options.timeout.count() > 0) patience = at_most(patience, options.grace);
  if (leasing_.help_wanted()) patience = std::min(patience, kHelpTickMs);
  return supervisor_.wait_ms(patience);
}

Status Runner::handle_events(int milliseconds) {
  const int awaited = queue_.awaited();
  DP_TRY(const auto events, state_.events.wait(milliseconds, awaited));
  last_poll_ = Clock::now();
  if (awaited >= 0 && is_readable(awaited)) ask_again();
  for (const Event& event : events) DP_CHECK(on_event(event));
  return {};
}

/// The job may have more now: that is no time to sleep.
void Runner::ask_again() noexcept {
  queue_.ask_again();
  asks_ = true;
}

Status Runner::on_event(const Event& event) {
  WorkerSlot& slot = *state_.slots[event.slot];
  if (!slot.process.running()) return {};
  if (event.kind == Event::kExited) return supervisor_.on_exit(slot);
  const std::uint64_t before = slot.process.dropped_bytes();
  slot.process.read_output();
  state_.stats.stderr_dropped_bytes += slot.process.dropped_bytes() - before;
  return {};
}

Status Runner::tick() {
  const auto now = Clock::now();
  // Our own pauses (a stop from the terminal, a slow commit) must not age the workers' items.
  const auto most = milliseconds(2 * patience_ms());
  const auto passed = std::chrono::duration_cast<microseconds>(
      std::min<Clock::duration>(now - last_tick_, most));
  last_tick_ = now;
  if (!state_.options.threads) {
    for (const auto& slot : state_.slots)
      if (slot->process.running() && !watch_.check(*slot, watch_.fair_time(*slot, passed)))
        DP_CHECK(supervisor_.abandon(*slot));
  }
  queue_.job().tick();
  if (queue_.awaited() >= 0) ask_again();
  return {};
}

void Runner::request_stop() noexcept {
  stop_.fetch_add(1, std::memory_order_relaxed);
  state_.events.ring();
}

}  // namespace dp::pool
