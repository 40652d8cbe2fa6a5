// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "check/rows.hpp"

namespace dp::check {

/// Numbers that follow from a seed, the same on every machine.
/// Source: SplitMix64 (Steele, Lea, Flood 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) noexcept : state_(seed) {}
  std::uint64_t next() noexcept {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  /// From 0 to `end` - 1; 0 if `end` is 0.
  std::size_t below(std::size_t end) noexcept { return end == 0 ? 0 : next() % end; }
  bool one_in(std::size_t n) noexcept { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

/// Rows of what breaks reducers: few keys that repeat, nulls where the column allows them,
/// empty and long texts, texts that are not UTF-8, extremes, NaN, -0, infinities. With `samples`,
/// most texts are one of these, some of them damaged.
Rows random_rows(const Schema& schema, std::size_t count, Random& random,
                 const std::vector<std::string>& samples = {});

/// Lines, each with its newline (the last maybe without): words, numbers, quotes, separators,
/// control characters, bytes that are not UTF-8, empty and long ones. With `samples`, most are
/// one of these, some of them damaged; the first is often their first, which may be a header.
std::vector<std::string> random_lines(const std::vector<std::string>& samples,
                                      std::size_t count, Random& random);

/// Cut `count` things into pieces: their sizes, each at least 1.
std::vector<std::size_t> random_pieces(std::size_t count, Random& random);

}  // namespace dp::check
