// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pool/pool.hpp"

namespace dp::cli {

/// Handle SIGINT, SIGTERM, and a SIGALRM from outside, while it lives.
///
/// Law: dp ends, whatever it waits for. With no pool to ask, a signal ends the process at once.
/// Otherwise the first one asks the pool to finish what is in hand; a second later, or with the
/// second signal, the pool is asked to end at once; and half a second after that the process
/// ends by itself, for it waits for what nobody gives (standard output that is not read).
/// SIGPIPE is ignored: a closed pipe is an error of the write.
///
/// Threads: one at a time in a process. It owns the process's SIGALRM and ITIMER_REAL.
class SignalGuard {
 public:
  /// `stopping`: written to standard error when the first signal has come; nullptr: nothing.
  /// Lifetime: static.
  /// `ended`: the same when a signal ends the process itself.
  explicit SignalGuard(const char* stopping = nullptr, const char* ended = nullptr);
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;
  ~SignalGuard();

  /// The pool to ask; nullptr: none.
  static void watch(pool::Pool* pool) noexcept;
  /// The signal that came last; 0: none.
  static int received() noexcept;
  /// What was to be written when a signal ends the process is not to be written any more.
  static void say_no_more() noexcept;
};

}  // namespace dp::cli
