// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <dp/result.hpp>
#include <string>
#include <vector>

#include "base/fd.hpp"
#include "base/spawn.hpp"
#include "pool/launch_args.hpp"
#include "pool/output_lines.hpp"

namespace dp::pool {

using Clock = std::chrono::steady_clock;

/// How a process ended.
struct End {
  int signal = 0;
  int exit_status = 0;
  std::uint64_t peak_rss_bytes = 0;  ///< 0: not known
};

/// The runner's handle of one worker process.
///
/// Ownership: destroying it kills the process and waits for it (not for one that hangs in the
///   kernel: see end()).
class Process {
 public:
  Process() = default;
  Process(Process&&) = default;
  Process& operator=(Process&&) = delete;
  ~Process();

  /// What becomes of its standard streams.
  struct Streams {
    OutputLines::OnLine on_line;  ///< for each line that it writes
    bool shared = false;          ///< it has this process's own standard input and error
  };
  /// Start `argv` as a worker (empty: this program). Errors: see spawn().
  Status start(const std::vector<std::string>& argv, const LaunchArgs& args,
               const Streams& streams);

  [[nodiscard]] bool running() const noexcept { return bool(child_.pidfd); }
  [[nodiscard]] int pid() const noexcept { return child_.pid; }
  [[nodiscard]] int pidfd() const noexcept { return child_.pidfd.get(); }
  /// Where its output comes from; -1: its streams are shared.
  [[nodiscard]] int output() const noexcept { return output_.get(); }

  void signal(int number) const noexcept;
  /// True when somebody has stopped it (SIGSTOP and its like) since the last call.
  [[nodiscard]] bool was_stopped() const noexcept;
  /// Resident memory now; 0 when it cannot be read.
  [[nodiscard]] std::uint64_t rss_bytes() const;

  /// Take what it wrote on stdout and stderr and keep the tail.
  void read_output();
  /// What it wrote since `began`, or the tail of it.
  [[nodiscard]] std::string last_output(Clock::time_point began) const;
  [[nodiscard]] std::uint64_t dropped_bytes() const noexcept { return dropped_; }

  /// Wait for its end (at once when its pidfd is readable) and let go of it.
  End reap();
  /// Let go of it without waiting: it was killed, but hangs in the kernel.
  void abandon() noexcept;
  /// Kill it and wait; abandon it when that takes longer than kUnkillableMs. False: abandoned.
  bool end() noexcept;
  static constexpr int kUnkillableMs = 5000;

  static constexpr std::size_t kTailBytes = 4096;

 private:
  Child child_;
  Fd output_;
  OutputLines lines_;
  struct Text {
    Clock::time_point received;
    std::string bytes;
  };
  std::deque<Text> tail_;  ///< at most kTailBytes
  std::size_t tail_bytes_ = 0;
  std::uint64_t dropped_ = 0;      ///< bytes of output that were dropped
  std::uint64_t peak_before_ = 0;  ///< what the child's peak inherits from us at its exec
};

}  // namespace dp::pool
