// SPDX-License-Identifier: Apache-2.0
#include "pool/runner.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "base/cpu.hpp"
#include "pool/events.hpp"
#include "pool/server.hpp"

namespace dp::pool {
namespace {

constexpr std::uint32_t kSpins = 200;
/// Chunks that all open epochs together may hold: what the runner remembers of each would
/// otherwise grow with the number of chunks that fit into an epoch's time.
constexpr std::uint32_t kMostHeld = 1 << 17;
constexpr std::uint64_t kLeastArena = 64 << 10;
constexpr int kFarewellMs = 1000;

/// Waiting for a child needs its status to be kept, which an ignored SIGCHLD prevents.
void keep_child_statuses() {
  struct sigaction action {};
  if (::sigaction(SIGCHLD, nullptr, &action) != 0) return;
  if (action.sa_handler != SIG_IGN && (action.sa_flags & SA_NOCLDWAIT) == 0) return;
  action.sa_handler = SIG_DFL;
  action.sa_flags = 0;
  ::sigaction(SIGCHLD, &action, nullptr);
}

}  // namespace

Runner::Runner(Options options) : options_(std::move(options)) {}

Runner::~Runner() { end_workers(); }

Status Runner::open() {
  if (is_worker() && !options_.threads)
    return fail(Errc::refused,
                "this process is a worker that another pool started: its main has to call "
                "dp::Pool::worker_entry (or dp::pool::run_worker) before anything else");
  const unsigned cpus = usable_cpus();
  const unsigned workers = options_.workers == 0 ? cpus : options_.workers;
  base_window_ = 1 + options_.ahead;
  keep_child_statuses();
  DP_TRY(segment_,
         Segment::create(workers, std::max(options_.arena_bytes, kLeastArena), options_.setup));
  segment_->header().spins = cpus > workers ? kSpins : 0;
  segment_->header().held_limit = std::max<std::uint32_t>(1, kMostHeld / workers);
  DP_TRY(stores_, Stores::create(workers + 1, options_.store_folder));
  DP_CHECK(open_descriptors());

  for (unsigned i = 0; i < workers; ++i) {
    auto slot = std::make_unique<WorkerSlot>(*segment_, i);
    slot->renew(*segment_, false);
    const Status started = start_worker(*slot);
    if (!started && slots_.empty()) return started;
    // Fewer workers than wished for still do all the work.
    if (!started) break;
    slots_.push_back(std::move(slot));
  }
  return {};
}

Status Runner::open_descriptors() {
  Fd doorbell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!doorbell) return fail_resource("eventfd");
  DP_TRY(doorbell_, above_stdio(std::move(doorbell)));
  epoll_.reset(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll_) return fail_resource("epoll");
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = event_code(Event::doorbell, 0);
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, doorbell_.get(), &event) != 0)
    return fail_errno("epoll");
  return {};
}

Status Runner::start_worker(WorkerSlot& slot) {
  if (options_.threads) {
    start_thread(slot);
    return {};
  }
  DP_CHECK(
      slot.process.start(options_.command, {slot.number, ::getpid(), segment_->descriptor(),
                                            doorbell_.get(), stores_->descriptors()}));
  slot.state = WorkerSlot::State::starting;
  return watch_process(slot);
}

void Runner::start_thread(WorkerSlot& slot) {
  slot.state = WorkerSlot::State::starting;
  WorkerSetup setup{slot.block,      segment_->setup(),      slot.number,
                    doorbell_.get(), stores_->descriptors(), 0};
  slot.thread_done = false;
  slot.thread = std::thread([setup = std::move(setup), make = options_.threads, &slot] {
    const auto handler = make();
    Server(setup, *handler).serve();
    slot.thread_done = true;
  });
}

Status Runner::watch_process(WorkerSlot& slot) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = event_code(Event::exited, slot.number);
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, slot.process.pidfd(), &event) != 0)
    return fail_errno("epoll");
  event.data.u64 = event_code(Event::wrote, slot.number);
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, slot.process.errors(), &event) != 0)
    return fail_errno("epoll");
  return {};
}

void Runner::begin(Job& job) {
  job_ = &job;
  dry_ = false;
  again_.clear();
  fruitless_restarts_.reset();
  restart_wanted_ = true;
  last_tick_ = last_poll_ = Clock::now();
}

/// Leave nothing of the job behind: a worker that has any of it is replaced.
void Runner::abandon() noexcept {
  for (const auto& slot : slots_)
    if (!slot->running.empty() || !slot->held.empty() || slot->damage() != nullptr)
      reset(*slot);
  again_.clear();
  job_ = nullptr;
}

/// End the worker at once and make its slot ready for another, which starts with the next job.
void Runner::reset(WorkerSlot& slot) noexcept {
  if (slot.thread.joinable()) {
    (void)slot.recall();
    slot.order(Instruction::kStop);
    slot.nudge();
    // Its last words need room in the rings; what they say is dropped.
    while (!slot.thread_done) {
      while (const auto reply = slot.take()) slot.done_with(*reply);
      slot.release();
      slot.nudge();
      std::this_thread::yield();
    }
    slot.thread.join();
  }
  if (slot.process.running()) {
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, slot.process.pidfd(), nullptr);
    if (!slot.process.end()) {
      slot.running.clear();
      slot.held.clear();
      slot.state = WorkerSlot::State::lost;
    }
  }
  if (slot.state == WorkerSlot::State::lost) return;
  slot.renew(*segment_, false);
  slot.restart_at = Clock::now();
}

void Runner::end_workers() noexcept {
  for (const auto& slot : slots_) {
    if (!slot->process.running()) continue;
    if (slot->running.empty() && slot->order(Instruction::kStop))
      slot->nudge();
    else
      slot->process.signal(SIGKILL);
  }
  for (const auto& slot : slots_) {
    if (slot->process.running()) {
      pollfd end{slot->process.pidfd(), POLLIN, 0};
      ::poll(&end, 1, kFarewellMs);
    }
    reset(*slot);
  }
}

void Runner::request_stop() noexcept {
  const int saved = errno;
  stop_.fetch_add(1, std::memory_order_relaxed);
  const std::uint64_t one = 1;
  (void)!::write(doorbell_.get(), &one, sizeof one);
  errno = saved;
}

}  // namespace dp::pool
