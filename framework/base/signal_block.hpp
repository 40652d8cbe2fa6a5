// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>
#include <initializer_list>

namespace dp {

/// While it lives, signals that ask the process to end wait: for steps that must be done together.
/// Short ones: nothing here may wait for anybody.
///
/// Threads: of the calling one.
class SignalBlock {
 public:
  SignalBlock() noexcept {
    sigset_t ends;
    sigemptyset(&ends);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGALRM}) sigaddset(&ends, number);
    ::pthread_sigmask(SIG_BLOCK, &ends, &before_);
  }
  SignalBlock(const SignalBlock&) = delete;
  SignalBlock& operator=(const SignalBlock&) = delete;
  ~SignalBlock() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

}  // namespace dp
