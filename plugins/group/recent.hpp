// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>

#include "group/cell.hpp"
#include "group/table.hpp"
#include "scan/words.hpp"

namespace dp::group {

/// Remember where keys were found lately, so that a few frequent ones need neither a hash of
/// all their bytes nor a probe.
///
/// Shape: a place for each value of a few bits that are cheap to mix from a key: from all of a
///   short one, from 24 bytes and the size of a long one. What is found there is compared
///   whole.
/// Law: a found entry is the key's. Keys made to share a place only cost the time of a miss.
/// Lifetime: forget() when entries are dropped or renumbered.
class Recent {
 public:
  /// Fill `found` for the keys that are known, and list the others in `missed`; return how
  /// many.
  std::size_t find(const Table& table, std::span<const Cell> keys, std::uint32_t* found,
                   std::uint16_t* missed) {
    std::size_t misses = 0;
    const std::uint32_t size = table.size();
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const std::uint64_t mark = mark_of(keys[i]);
      const Place place = places_[mark >> (64 - kBits)];
      found[i] = place.entry;
      missed[misses] = static_cast<std::uint16_t>(i);
      const bool known = place.mark == static_cast<std::uint32_t>(mark) && place.entry < size &&
                         table.holds(place.entry, keys[i]);
      misses += known ? 0 : 1;
    }
    // Where most keys miss, looking for them here only costs: try again some blocks later.
    if (2 * misses > keys.size()) pause_ = kPause;
    return misses;
  }
  void remember(const Cell& key, std::uint32_t entry) noexcept {
    const std::uint64_t mark = mark_of(key);
    places_[mark >> (64 - kBits)] = {static_cast<std::uint32_t>(mark), entry};
  }
  /// Whether find() is worth its time for the next block.
  bool awake() noexcept {
    if (pause_ == 0) return true;
    --pause_;
    return false;
  }
  void forget() noexcept {
    places_.fill(Place{});
    pause_ = 0;
  }

 private:
  static constexpr unsigned kBits = 11;
  static constexpr int kPause = 32;
  struct Place {
    std::uint32_t mark = 0;
    std::uint32_t entry = 0;
  };

  static std::uint64_t spread(std::uint64_t word) noexcept {
    return (word ^ word >> 32) * 0x9e3779b97f4a7c15;
  }
  static std::uint64_t mark_of(const Cell& key) noexcept {
    if (!key.is_long()) return spread(key.low ^ spread(key.high));
    const auto text = key.view();  // of 16 bytes or more
    const std::uint64_t middle = scan::load8(text.data() + text.size() / 2 - 4);
    const std::uint64_t last = scan::load8(text.data() + text.size() - 8);
    return spread(scan::load8(text.data()) ^ spread(last ^ spread(middle + text.size())));
  }

  std::array<Place, std::size_t{1} << kBits> places_;
  int pause_ = 0;
};

}  // namespace dp::group
