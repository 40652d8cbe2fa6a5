// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pool/pool.hpp"

namespace dp::cli {

/// Handle SIGINT and SIGTERM while it lives: the first asks the watched pool to finish what is
/// in hand, the second to end at once. SIGPIPE is ignored: a closed pipe is an error of the
/// write.
///
/// Threads: one at a time in a process.
class SignalGuard {
 public:
  SignalGuard();
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;
  ~SignalGuard();

  /// The pool to ask; nullptr: none.
  static void watch(pool::Pool* pool) noexcept;
  /// The signal that came last; 0: none.
  static int received() noexcept;
};

}  // namespace dp::cli
