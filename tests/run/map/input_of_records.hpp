// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "input/items.hpp"

namespace dp::test {

using Record = std::pair<std::uint64_t, std::uint64_t>;  ///< item, place

/// Items whose records begin at known places, some of them longer than several slices.
class Input {
 public:
  explicit Input(std::mt19937& random) {
    items.list.resize(1 + random() % 6);
    for (auto& item : items.list) {
      auto& starts = starts_.emplace_back(std::vector<std::uint64_t>{0});
      item.stamp.size = 500 + random() % 3000;
      while (starts.back() < item.stamp.size)
        starts.push_back(starts.back() + 1 + random() % (random() % 20 == 0 ? 700 : 30));
      starts.pop_back();
      items.bytes += item.stamp.size;
    }
  }
  [[nodiscard]] std::uint64_t first_from(std::uint64_t item, std::uint64_t place) const {
    const auto& starts = starts_[item];
    const auto found = std::lower_bound(starts.begin(), starts.end(), place);
    return found == starts.end() ? items.list[item].stamp.size : *found;
  }
  [[nodiscard]] bool is_record(std::uint64_t item, std::uint64_t place) const {
    return std::binary_search(starts_[item].begin(), starts_[item].end(), place);
  }
  [[nodiscard]] std::vector<Record> all() const {
    std::vector<Record> records;
    for (std::uint64_t item = 0; item < starts_.size(); ++item)
      for (const auto start : starts_[item]) records.emplace_back(item, start);
    return records;
  }

  input::Items items;

 private:
  std::vector<std::vector<std::uint64_t>> starts_;
};

}  // namespace dp::test
