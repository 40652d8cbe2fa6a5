// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace dp::pool {

/// How often something is tried again after workers died: one policy for the pool and all jobs.
///
/// A death that the work caused itself is a fault. An external one (a SIGKILL that the pool did not
/// send) is none, but kExternalPerFault of them count as one, or what an out-of-memory killer does
/// would never end.

inline constexpr unsigned kMostFaults = 2;  ///< then the work is given up
inline constexpr unsigned kExternalPerFault = 20;

/// The deaths over one piece of work.
class FaultCount {
 public:
  /// Count one more. True when it is a fault.
  bool add(bool external) noexcept {
    if (external && ++external_ % kExternalPerFault != 0) return false;
    ++faults_;
    return true;
  }
  [[nodiscard]] unsigned faults() const noexcept { return faults_; }

 private:
  unsigned external_ = 0, faults_ = 0;
};

/// How a worker ended that had nothing in hand.
enum class Ending {
  own,       ///< by itself, by a crash of its own or a limit, or it could not be started
  signal,    ///< by a signal that a crash raises and others can send, before it noted who did
  external,  ///< by a signal that others sent
};

/// So long may signals end workers before it matters how many: who kills them one after another may
/// do it sooner than one is up.
inline constexpr std::chrono::seconds kSignalsFor{3};

/// Workers that ended, one after another, without having finished anything between: nobody's work is
/// to blame, yet it must not go on for ever.
class FruitlessRestarts {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Something was finished.
  void reset() noexcept { *this = {}; }
  /// Count a worker that ended, or that could not be started.
  void add(Ending ending, Time now) noexcept;
  /// More than `limit` of them: those of Ending::own at once, all of them when the first of a
  /// signal is kSignalsFor ago.
  [[nodiscard]] bool more_than(unsigned limit, Time now) const noexcept;
  /// How long to wait with the next start. After those of Ending::own: nothing for the first, then
  /// 10 ms, doubled with each, up to a second. After others at most 10 ms.
  [[nodiscard]] std::chrono::milliseconds backoff() const noexcept;

 private:
  unsigned own_ = 0;
  unsigned signals_ = 0;  ///< in external deaths
  Time first_signal_;
};

}  // namespace dp::pool
