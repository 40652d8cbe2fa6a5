// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace dp::samples {

/// Draw numbers that are the same on every machine, which <random>'s distributions are not.
///
/// Law: the draws depend on the seed alone.
/// Source: SplitMix64, by Sebastiano Vigna (https://prng.di.unimi.it/splitmix64.c).
class Random {
 public:
  explicit Random(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t next() noexcept {
    std::uint64_t z = (state_ += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
  }
  /// 0 to n - 1. Precondition: n > 0.
  std::uint32_t below(std::uint32_t n) noexcept {
    return static_cast<std::uint32_t>((next() >> 32) * n >> 32);
  }
  /// True in `part` of `whole` draws.
  bool chance(std::uint32_t part, std::uint32_t whole) noexcept { return below(whole) < part; }

  template <class T, std::size_t N>
  const T& pick(const T (&from)[N]) noexcept {
    return from[below(static_cast<std::uint32_t>(N))];
  }

 private:
  std::uint64_t state_;
};

/// Draw places of a list of `size` in proportion to 1, 1/2, 1/3, ...: few are much used, most
/// hardly at all, as with the pages of a site or its visitors.
class Zipf {
 public:
  explicit Zipf(std::uint32_t size) {
    std::uint32_t sum = 0;
    for (std::uint32_t place = 1; place <= size; ++place)
      sums_.push_back(sum += kFirst / place + 1);
  }
  std::uint32_t draw(Random& random) const noexcept {
    const auto found = std::upper_bound(sums_.begin(), sums_.end(), random.below(sums_.back()));
    return static_cast<std::uint32_t>(found - sums_.begin());
  }

 private:
  static constexpr std::uint32_t kFirst = 1 << 24;  // so that the sum for 10^9 places fits
  std::vector<std::uint32_t> sums_;
};

}  // namespace dp::samples
