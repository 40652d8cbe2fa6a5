// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <dp/result.hpp>
#include <span>

#include "base/fd.hpp"

namespace dp::pool {

class Process;

/// Something that happened to a worker process.
struct Event {
  enum Kind : std::uint32_t {
    kExited,  ///< the process has ended
    kWrote,   ///< it wrote on stdout or stderr
  };
  Kind kind = kExited;
  unsigned slot = 0;
};

/// What the runner sleeps on: the doorbell that workers and request_stop ring, and its processes.
///
/// Threads: the runner's; ring() may be called from anywhere.
class Events {
 public:
  /// Errors: exhausted (descriptors), io.
  Status open();

  /// Tell of the process in `slot` from now on. Errors: exhausted, io.
  Status add(const Process& process, unsigned slot);
  /// Tell of its end no more.
  void remove(const Process& process) noexcept;

  /// Wait for a ring or an event, or until `awaited` is readable (-1: there is none), at most
  /// `milliseconds`; give the events. Errors: io.
  Result<std::span<const Event>> wait(int milliseconds, int awaited = -1);

  /// Wake the runner. Async-signal-safe.
  void ring() noexcept;
  /// The eventfd that ring() writes to.
  [[nodiscard]] int doorbell() const noexcept { return doorbell_.get(); }

 private:
  static constexpr std::size_t kAtOnce = 16;
  Status watch(int descriptor, std::uint64_t code);

  Fd doorbell_, epoll_;
  std::array<Event, kAtOnce> events_{};
};

}  // namespace dp::pool
