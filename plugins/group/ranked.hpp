// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "group/state.hpp"

namespace dp::group {

/// What each group has in its middle, at a share of it, or most often: of functions that keep all
/// values.
///
/// Lifetime: while the state is not changed.
/// Cost: the values of a column are read once, and partly ordered for each function: linear time.
class Ranked {
 public:
  /// Of the taken columns `wanted`; those that are no such functions are passed over.
  Ranked(const State& state, std::span<const std::size_t> wanted);

  /// What taken column `index`, which is one of these functions and was wanted, gives for a group.
  /// Its text lives as long as `hold`.
  [[nodiscard]] Datum of(std::size_t index, std::uint32_t group, Cell& hold) const noexcept;

 private:
  /// Two values, which differ only around the middle of an even count; null if there are none.
  struct Found {
    Cell low = Cell::null();
    Cell high = Cell::null();
  };

  /// Find what some columns, all of the values of `each`, give for all groups.
  void find(const State& state, const Accumulator& each, std::span<const std::size_t> columns);

  const Plan* plan_;
  std::vector<std::vector<Found>> found_;  ///< of the taken columns, by group
};

/// Whether a function is one of these.
constexpr bool is_ranked(Function function) noexcept {
  return function == Function::mode || function == Function::median ||
         function == Function::quantile;
}

}  // namespace dp::group
