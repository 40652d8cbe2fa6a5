// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "group/memory.hpp"

namespace dp::group {

/// The slots of a hash table, where entries are found by their hashes.
///
/// Shape: a slot of 64 bits is the hash's upper half, the tag, over the entry's number plus 1; its
///   place is the tag's top bits, or the next one that was empty. 0: an empty slot. So slots lie
///   in the order of hash partitions, and doubling streams through them alone.
/// Errors: throws std::bad_alloc, or std::length_error beyond 2^31 slots.
class Slots {
 public:
  Slots() { pages_.grow(kFirst * sizeof(std::uint64_t)); }

  static std::uint64_t slot(std::uint64_t hash, std::uint32_t entry) noexcept {
    return hash >> 32 << 32 | (std::uint64_t{entry} + 1);
  }
  [[nodiscard]] std::uint64_t* all() const noexcept {
    return reinterpret_cast<std::uint64_t*>(pages_.data());
  }
  [[nodiscard]] std::size_t count() const noexcept { return std::size_t{1} << bits_; }
  [[nodiscard]] std::size_t mask() const noexcept { return count() - 1; }
  [[nodiscard]] std::size_t bytes() const noexcept { return sizeof(std::uint64_t) << bits_; }
  /// Whether they should be doubled before there are so many entries.
  [[nodiscard]] bool is_full(std::uint64_t entries) const noexcept {
    return entries * 4 > std::uint64_t{3} << bits_;
  }
  /// Where a slot of this hash, or this slot, belongs.
  [[nodiscard]] std::size_t home(std::uint64_t hash) const noexcept {
    return static_cast<std::size_t>(hash >> (64 - bits_));
  }
  /// The first empty place for it.
  [[nodiscard]] std::size_t place_for(std::uint64_t hash) const noexcept {
    std::size_t place = home(hash);
    while (all()[place] != 0) place = (place + 1) & mask();
    return place;
  }
  /// Put a slot where it belongs. Precondition: there is room, and its key is new.
  void insert(std::uint64_t slot) noexcept { all()[place_for(slot)] = slot; }
  void grow();
  void clear() noexcept { std::memset(pages_.data(), 0, bytes()); }
  /// Back to as few as at first, all of them empty.
  void shrink() {
    bits_ = kFirstBits;
    pages_ = Pages(kFirst * sizeof(std::uint64_t));
  }

 private:
  static constexpr unsigned kFirstBits = 8;
  static constexpr std::size_t kFirst = std::size_t{1} << kFirstBits;

  unsigned bits_ = kFirstBits;
  Pages pages_;
};

}  // namespace dp::group
