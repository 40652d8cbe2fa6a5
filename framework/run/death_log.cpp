// SPDX-License-Identifier: Apache-2.0
#include "run/death_log.hpp"

#include "pool/death.hpp"

namespace dp::run {

void DeathLog::add(std::uint64_t item, const pool::Death& death) {
  if (entries_.size() < kMost)
    entries_.push_back({item, death.place, death.precise, pool::describe(death)});
}

void DeathLog::forget(std::uint64_t item) {
  std::erase_if(entries_, [&](const Entry& entry) { return entry.item == item; });
}

}  // namespace dp::run
