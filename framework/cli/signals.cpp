// SPDX-License-Identifier: Apache-2.0
#include "cli/signals.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>

namespace dp::cli {

namespace {

// A signal handler reaches nothing but what is static.
std::atomic<pool::Pool*> watched{nullptr};
std::atomic<int> last_signal{0};
static_assert(std::atomic<pool::Pool*>::is_always_lock_free);

void on_signal(int number) {
  last_signal.store(number);
  if (auto* pool = watched.load()) {
    pool->request_stop();
    return;
  }
  // Nothing is running that could be left half done.
  ::_exit(128 + number);
}

void handle(int number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  ::sigaction(number, &action, nullptr);
}

}  // namespace

SignalGuard::SignalGuard() {
  handle(SIGINT, &on_signal);
  handle(SIGTERM, &on_signal);
  handle(SIGPIPE, SIG_IGN);
}

SignalGuard::~SignalGuard() {
  watch(nullptr);
  handle(SIGINT, SIG_DFL);
  handle(SIGTERM, SIG_DFL);
}

void SignalGuard::watch(pool::Pool* pool) noexcept { watched.store(pool); }

int SignalGuard::received() noexcept { return last_signal.load(); }

}  // namespace dp::cli
