// SPDX-License-Identifier: Apache-2.0
#include "parallel/chunksize.hpp"

#include <algorithm>

namespace dp::parallel {

std::uint64_t Chunksize::next(std::optional<std::uint64_t> left) const {
  if (fixed_ > 0) return fixed_;
  std::uint64_t size = grown_;
  if (left) size = std::min(size, *left / (std::uint64_t{2} * workers_) + 1);
  return size;
}

void Chunksize::learn(std::uint64_t items, std::chrono::nanoseconds took) {
  if (items == 0) return;
  constexpr double kNewest = 0.25;
  const double each =
      std::max(1.0, static_cast<double>(took.count()) / static_cast<double>(items));
  each_ns_ = each_ns_ == 0 ? each : each_ns_ + kNewest * (each - each_ns_);
  const double aim = static_cast<double>(kAim.count()) / each_ns_;
  const auto wanted = static_cast<std::uint64_t>(std::clamp(aim, 1.0, double{kMost}));
  grown_ = std::min({wanted, 2 * std::max(grown_, items), kMost});
}

}  // namespace dp::parallel
