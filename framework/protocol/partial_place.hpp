// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <array>
#include <cstdint>
#include <numeric>
#include <utility>

#include "protocol/request.hpp"

namespace dp::protocol {

/// One reduction's partial in a store: partitions of these sizes, one after the other.
struct PartialPlace {
  pool::StoreRange range;
  std::array<std::uint64_t, DP_PARTITIONS> sizes{};
  /// What it was made of: the item, and where in it. In the runner only, for reducers that are
  /// combined in input order.
  std::pair<std::uint64_t, std::uint64_t> origin;

  static constexpr auto kFields = std::tuple(&PartialPlace::range, &PartialPlace::sizes);
  /// The sizes fill the range.
  [[nodiscard]] bool valid() const noexcept {
    std::uint64_t left = range.size;
    for (const auto size : sizes) {
      if (size > left) return false;
      left -= size;
    }
    return left == 0;
  }

  /// Where partition `partition` lies.
  [[nodiscard]] pool::StoreRange partition(std::size_t partition) const noexcept {
    const auto before = sizes.begin() + static_cast<std::ptrdiff_t>(partition);
    return {range.store, std::accumulate(sizes.begin(), before, range.offset),
            sizes[partition]};
  }
};

}  // namespace dp::protocol
