// SPDX-License-Identifier: Apache-2.0
#include "cli/signals.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace dp::cli {

namespace {

constexpr int kFinishMs = 1000;  ///< for what is in hand
constexpr int kEndMs = 500;      ///< for the pool to end

// A signal handler reaches nothing but what is static.
std::atomic<pool::Pool*> watched{nullptr};
std::atomic<int> last_signal{0};
std::atomic<int> asked{0};  ///< of the pool so far: 1 to finish, 2 to end
std::atomic<const char*> said_when_stopping{nullptr};
std::atomic<const char*> said_when_ended{nullptr};
static_assert(std::atomic<pool::Pool*>::is_always_lock_free);

void call_after(int milliseconds) {
  itimerval timer{};
  timer.it_value.tv_sec = milliseconds / 1000;
  timer.it_value.tv_usec = milliseconds % 1000 * 1000;
  ::setitimer(ITIMER_REAL, &timer, nullptr);
}

void say(const char* text) {
  if (text != nullptr) (void)!::write(STDERR_FILENO, text, std::strlen(text));
}

/// The next, harder way to end.
void escalate() {
  auto* pool = watched.load();
  const int before = asked.fetch_add(1);
  // Nothing is running that could be left half done, or it does not end.
  if (pool == nullptr || before >= 2) {
    say(said_when_ended.load());
    ::_exit(128 + last_signal.load());
  }
  pool->request_stop();
  call_after(before == 0 ? kFinishMs : kEndMs);
  if (before == 0) say(said_when_stopping.load());
}

void on_signal(int number) {
  const int saved = errno;
  // Before anything was asked no timer of ours runs: that alarm is somebody else's.
  if (number != SIGALRM || asked.load() == 0) last_signal.store(number);
  escalate();
  errno = saved;
}

void handle(int number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  for (const int other : {SIGINT, SIGTERM, SIGALRM}) sigaddset(&action.sa_mask, other);
  ::sigaction(number, &action, nullptr);
}

}  // namespace

SignalGuard::SignalGuard(const char* stopping, const char* ended) {
  asked.store(0);
  said_when_stopping.store(stopping);
  said_when_ended.store(ended);
  for (const int number : {SIGINT, SIGTERM, SIGALRM}) handle(number, &on_signal);
  handle(SIGPIPE, SIG_IGN);
}

SignalGuard::~SignalGuard() {
  call_after(0);
  watch(nullptr);
  for (const int number : {SIGINT, SIGTERM, SIGALRM}) handle(number, SIG_DFL);
}

void SignalGuard::watch(pool::Pool* pool) noexcept { watched.store(pool); }

void SignalGuard::say_no_more() noexcept { said_when_ended.store(nullptr); }

int SignalGuard::received() noexcept { return last_signal.load(); }

}  // namespace dp::cli
