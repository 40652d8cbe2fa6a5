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
    auto seat = std::make_unique<Seat>(*segment_, i);
    seat->renew(*segment_, false);
    const Status started = start_worker(*seat);
    if (!started && seats_.empty()) return started;
    // Fewer workers than wished for still do all the work.
    if (!started) break;
    seats_.push_back(std::move(seat));
  }
  return {};
}

Status Runner::open_descriptors() {
  Fd bell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!bell) return fail_resource("eventfd");
  DP_TRY(bell_, above_stdio(std::move(bell)));
  epoll_.reset(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll_) return fail_resource("epoll");
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = event_code(Event::bell, 0);
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, bell_.get(), &event) != 0)
    return fail_errno("epoll");
  return {};
}

Status Runner::start_worker(Seat& seat) {
  if (options_.threads) {
    start_thread(seat);
    return {};
  }
  DP_CHECK(seat.process.start(
      options_.command,
      {seat.number, ::getpid(), segment_->descriptor(), bell_.get(), stores_->descriptors()}));
  seat.state = Seat::State::starting;
  return watch_process(seat);
}

void Runner::start_thread(Seat& seat) {
  seat.state = Seat::State::starting;
  Post post{seat.block, segment_->setup(), seat.number, bell_.get(), stores_->descriptors(), 0};
  seat.thread_done = false;
  seat.thread = std::thread([post = std::move(post), make = options_.threads, &seat] {
    const auto handler = make();
    Server(post, *handler).serve();
    seat.thread_done = true;
  });
}

Status Runner::watch_process(Seat& seat) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = event_code(Event::ended, seat.number);
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, seat.process.pidfd(), &event) != 0)
    return fail_errno("epoll");
  event.data.u64 = event_code(Event::spoke, seat.number);
  if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, seat.process.errors(), &event) != 0)
    return fail_errno("epoll");
  return {};
}

void Runner::begin(Job& job) {
  job_ = &job;
  dry_ = false;
  again_.clear();
  barren_ = 0;
  restart_wanted_ = true;
  last_tick_ = last_poll_ = Clock::now();
}

/// Leave nothing of the job behind: a worker that has any of it is replaced.
void Runner::abandon() noexcept {
  for (const auto& seat : seats_)
    if (!seat->running.empty() || !seat->held.empty() || seat->damage() != nullptr)
      reset(*seat);
  again_.clear();
  job_ = nullptr;
}

/// End the worker at once and make its seat ready for another, which starts with the next job.
void Runner::reset(Seat& seat) noexcept {
  if (seat.thread.joinable()) {
    (void)seat.recall();
    seat.order(Ask::kStop);
    seat.nudge();
    // Its last words need room in the rings; what they say is dropped.
    while (!seat.thread_done) {
      while (const auto reply = seat.take()) seat.done_with(*reply);
      seat.release();
      seat.nudge();
      std::this_thread::yield();
    }
    seat.thread.join();
  }
  if (seat.process.running()) {
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, seat.process.pidfd(), nullptr);
    if (!seat.process.end()) {
      seat.running.clear();
      seat.held.clear();
      seat.state = Seat::State::lost;
    }
  }
  if (seat.state == Seat::State::lost) return;
  seat.renew(*segment_, false);
  seat.restart_at = Clock::now();
}

void Runner::end_workers() noexcept {
  for (const auto& seat : seats_) {
    if (!seat->process.running()) continue;
    if (seat->running.empty() && seat->order(Ask::kStop))
      seat->nudge();
    else
      seat->process.signal(SIGKILL);
  }
  for (const auto& seat : seats_) {
    if (seat->process.running()) {
      pollfd end{seat->process.pidfd(), POLLIN, 0};
      ::poll(&end, 1, kFarewellMs);
    }
    reset(*seat);
  }
}

void Runner::request_stop() noexcept {
  const int saved = errno;
  stop_.fetch_add(1, std::memory_order_relaxed);
  const std::uint64_t one = 1;
  (void)!::write(bell_.get(), &one, sizeof one);
  errno = saved;
}

}  // namespace dp::pool
