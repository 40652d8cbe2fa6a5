// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace dp::parallel {

/// Choose how many items a chunk holds, by what chunks have cost so far.
///
/// Shape: starts at 1, at most doubles with each chunk that came back, aims at kAim a chunk;
///   near the end, chunks become smaller, so that all workers finish together.
class Chunksize {
 public:
  static constexpr std::chrono::nanoseconds kAim = std::chrono::milliseconds(20);
  static constexpr std::uint64_t kMost = 1 << 20;

  /// `fixed`: the size to use always; 0: measure.
  Chunksize(std::uint64_t fixed, unsigned workers) : fixed_(fixed), workers_(workers) {}

  /// Items for the next chunk, of which at most `left` are left (if that is known).
  [[nodiscard]] std::uint64_t next(std::optional<std::uint64_t> left) const;
  /// A chunk of `items` took so long.
  void learn(std::uint64_t items, std::chrono::nanoseconds took);

 private:
  std::uint64_t fixed_;
  unsigned workers_;
  std::uint64_t grown_ = 1;
  double each_ns_ = 0;  ///< a running mean
};

}  // namespace dp::parallel
