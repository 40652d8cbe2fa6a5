// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace dp::group {

/// How many letters must be added, removed or replaced to make `b` of `a`.
inline std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t corner = row[0]++;
    for (std::size_t k = 0; k < b.size(); ++k) {
      const std::size_t above = row[k + 1];
      row[k + 1] = std::min({above + 1, row[k] + 1, corner + (a[i] == b[k] ? 0u : 1u)});
      corner = above;
    }
  }
  return row[b.size()];
}

/// ", did you mean 'status'?", or "; there are: a, b" when nothing is near.
inline std::string suggest(std::string_view word, const std::vector<std::string>& names) {
  const std::string* nearest = nullptr;
  std::size_t fewest = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const auto& name : names)
    if (const auto distance = edits(word, name); distance < fewest) {
      fewest = distance;
      nearest = &name;
    }
  if (nearest != nullptr) return ", did you mean '" + *nearest + "'?";
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "; there are: " : ", ") + name;
  return list;
}

}  // namespace dp::group
