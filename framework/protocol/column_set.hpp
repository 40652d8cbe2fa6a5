// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

#include "base/fields.hpp"

namespace dp::protocol {

/// A set of columns, by their places in a list that both sides know.
///
/// Law: joined in any order, sets give the same one.
struct ColumnSet {
  std::vector<std::uint64_t> words;  ///< a bit each; as many as the last of the set needs

  [[nodiscard]] bool has(std::size_t place) const noexcept {
    return place / 64 < words.size() && (words[place / 64] >> place % 64 & 1) != 0;
  }
  void add(std::size_t place) {
    if (words.size() <= place / 64) words.resize(place / 64 + 1);
    words[place / 64] |= std::uint64_t{1} << place % 64;
  }
  ColumnSet& operator|=(const ColumnSet& other) {
    words.resize(std::max(words.size(), other.words.size()));
    for (std::size_t i = 0; i < other.words.size(); ++i) words[i] |= other.words[i];
    return *this;
  }
  bool operator==(const ColumnSet&) const = default;

  static constexpr auto kFields = std::tuple(&ColumnSet::words);
};

}  // namespace dp::protocol
