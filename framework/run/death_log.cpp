// SPDX-License-Identifier: Apache-2.0
#include "run/death_log.hpp"

#include <iterator>

#include "pool/death.hpp"

namespace dp::run {

void DeathLog::add(std::uint64_t item, std::uint64_t items, const pool::Death& death) {
  if (entries_.size() < kMost)
    entries_.push_back({item, items, death.place, death.precise, pool::describe(death)});
}

void DeathLog::reject(std::uint64_t item, std::uint64_t offset, const std::string& detail) {
  std::erase_if(entries_, [&](const Entry& entry) {
    return item >= entry.item && item - entry.item < entry.items;
  });
  if (detail.empty()) return;
  details_.insert_or_assign({item, offset}, detail);
  if (details_.size() > kMost) details_.erase(std::prev(details_.end()));
}

std::string DeathLog::detail(std::uint64_t item, std::uint64_t offset) const {
  const auto found = details_.find({item, offset});
  return found == details_.end() ? std::string() : found->second;
}

}  // namespace dp::run
