// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/counts.hpp"
#include "run/map/chunk.hpp"

namespace dp::run {

/// Finds the items of which the reader makes nothing, or next to nothing.
///
/// Cost: memory for the items that have rejects, and those that are cut.
class UnreadItems {
 public:
  /// What a chunk gave by itself: its counts, and its rejects as a worker wrote them.
  void add(const Chunk& chunk, const protocol::Counts& counts, std::string_view rejects);
  /// A chunk had nothing to reject.
  void add_read(const Chunk& chunk);

  /// Items of which at least 19 in 20 records were rejected, in order; true: all of them.
  [[nodiscard]] std::vector<std::pair<std::uint64_t, bool>> list() const;

 private:
  struct Item {
    std::uint64_t records = 0;
    std::uint64_t rejects = 0;
    bool read = false;  ///< a part of it had nothing to reject
  };
  std::map<std::uint64_t, Item> items_;
};

}  // namespace dp::run
