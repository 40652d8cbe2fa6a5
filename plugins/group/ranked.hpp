// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "group/state.hpp"

namespace dp::group {

/// What each group has in its middle, at a share of it, or most often: of functions that keep all
/// values.
///
/// Lifetime: while the state is not changed.
/// Cost: what is kept of each group is sorted once.
class Ranked {
 public:
  explicit Ranked(const State& state);

  /// What taken column `index`, which is one of these functions, gives for a group. Its text lives
  /// as long as `hold`.
  [[nodiscard]] Datum of(std::size_t index, std::uint32_t group, Cell& hold) const noexcept;

 private:
  /// Two values, which differ only around the middle of an even count; null if there are none.
  struct Found {
    Cell low = Cell::null();
    Cell high = Cell::null();
  };

  const Plan* plan_;
  std::vector<std::vector<Found>> found_;  ///< of the taken columns, by group
};

/// Whether a function is one of these.
constexpr bool is_ranked(Function function) noexcept {
  return function == Function::mode || function == Function::median ||
         function == Function::quantile;
}

}  // namespace dp::group
