// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>

#include "pool/process.hpp"

namespace dp::pool {

/// How many chunks a worker is leased ahead: about half a millisecond to two of them, by how fast its
/// replies come, at least `least` and at most almost a ring full.
class Window {
 public:
  [[nodiscard]] std::size_t size(std::size_t least) const noexcept {
    return size_ < least ? least : size_;
  }
  /// `replies` came, the last of them `now`.
  void adapt(std::size_t replies, Clock::time_point now, std::size_t least) noexcept;
  /// When replies came last.
  [[nodiscard]] Clock::time_point last_reply() const noexcept { return last_reply_; }

 private:
  std::size_t size_ = 1;
  Clock::time_point last_reply_;
};

}  // namespace dp::pool
