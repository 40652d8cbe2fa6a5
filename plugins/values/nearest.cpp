// SPDX-License-Identifier: Apache-2.0
#include "values/nearest.hpp"

#include <algorithm>

namespace dp::values {
namespace {

/// Longer names are no typos of each other.
constexpr std::size_t kMostBytes = 256;

char lower(char byte) noexcept {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

}  // namespace

// Source: the optimal string alignment distance, a row at a time.
std::size_t edits(std::string_view a, std::string_view b) {
  if (std::max(a.size(), b.size()) > kMostBytes) return std::max(a.size(), b.size());
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto same = [&](std::size_t x, std::size_t y) {
        return lower(a[x]) == lower(b[y]);
      };
      now[j] =
          std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same(i - 1, j - 1) ? 0 : 1)});
      if (i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1))
        now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(now);
  }
  return last[b.size()];
}

std::string nearest(std::string_view name, const std::vector<std::string>& names) {
  if (name.size() < 2 || name.size() > kMostBytes) return {};
  auto limit = std::max<std::size_t>(1, name.size() / 3) + 1;
  std::string best;
  for (const auto& other : names) {
    if (other.size() > kMostBytes) continue;
    const auto count = edits(name, other);
    if (count >= limit) continue;
    limit = count;
    best = other;
  }
  return best;
}

}  // namespace dp::values
