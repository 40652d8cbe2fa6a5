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

/// Workers that ended, one after another, without having finished anything between: nobody's work is
/// to blame, yet it must not go on for ever.
class FruitlessRestarts {
 public:
  /// Something was finished.
  void reset() noexcept { weight_ = 0; }
  /// Count a worker that ended, or that could not be started.
  void add(bool external) noexcept { weight_ += external ? 1 : kExternalPerFault; }
  /// More than `limit` of them.
  [[nodiscard]] bool more_than(unsigned limit) const noexcept {
    return weight_ > limit * kExternalPerFault;
  }
  /// How long to wait with the next start: nothing for the first, then 10 ms, doubled with each, up to
  /// a second.
  [[nodiscard]] std::chrono::milliseconds backoff() const noexcept;

 private:
  unsigned weight_ = 0;  ///< in external deaths
};

}  // namespace dp::pool
