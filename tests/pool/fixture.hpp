// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "jobs.hpp"

namespace dp::test {

/// "0", "1", ... as items of a WordsJob.
std::vector<std::string> numbers(std::size_t count);

/// What the test worker makes of a word that is a number.
std::string square(const std::string& word);

pool::Pool start_pool(pool::Options options);

/// Sends a random worker of this process the signals of `signals` in turn, every
/// `milliseconds`, from a thread of its own, until it goes.
///
/// Reads the processes' children from /proc, so that it touches no state of the pool's thread.
class SignalSender {
 public:
  SignalSender(std::vector<int> signals, int milliseconds, unsigned seed = 7);
  SignalSender(const SignalSender&) = delete;
  SignalSender& operator=(const SignalSender&) = delete;
  ~SignalSender();

  /// Signals that arrived.
  [[nodiscard]] int sent() const { return sent_; }

 private:
  void send();

  std::vector<int> signals_;
  int milliseconds_;
  std::mt19937 random_;
  std::atomic<bool> done_{false};
  std::atomic<int> sent_{0};
  std::thread thread_;
};

/// Milliseconds between two signals, so that a worker gets something done between them: it takes
/// a sanitizer longer to start than to work.
#ifdef DP_TEST_SANITIZED
inline constexpr int kSignalMs = 120;
inline constexpr int kMostSignals = 8;
#else
inline constexpr int kSignalMs = 7;
inline constexpr int kMostSignals = 20;
#endif

/// Process ids of the children of `pid`.
std::vector<int> children_of(int pid);

/// True when `signal` is in a set of process `pid`: "SigCgt:" (caught), "SigIgn:" (ignored).
bool signal_is(int pid, const std::string& set, int signal);

/// True when process `pid` is gone or a zombie.
bool is_gone(int pid);

}  // namespace dp::test
