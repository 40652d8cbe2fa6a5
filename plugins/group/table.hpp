// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "group/cell.hpp"
#include "group/memory.hpp"
#include "group/slots.hpp"

namespace dp::group {

/// The entries of a table in an order that depends on nothing but the entries.
struct TableOrder {
  std::vector<std::uint32_t> entries;
  /// Partition p is entries[starts[p]] to entries[starts[p + 1]].
  std::array<std::uint32_t, DP_PARTITIONS + 1> starts{};
};

/// A hash table from cells to fixed-size entries.
///
/// Shape: open addressing (see Slots). Entries are dense, numbered from 0 as they came: the cell
///   (its bytes in the table's arena if long), then, if the table is scoped, a number that is part
///   of the key, then the owner's bytes.
/// Errors: throws std::bad_alloc, or std::length_error beyond 2^31 entries.
/// Lifetime: at() is good until the next add.
class Table {
 public:
  /// So many entries before it is used, an entry is best fetched.
  static constexpr std::size_t kAhead = 16;

  /// `initial`: the owner's bytes in a new entry, a multiple of 8.
  Table(bool scoped, std::string initial)
      : scoped_(scoped),
        stride_(sizeof(Cell) + (scoped ? 8 : 0) + initial.size()),
        initial_(std::move(initial)) {}

  [[nodiscard]] std::uint32_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t stride() const noexcept { return stride_; }
  /// Where the owner's bytes begin in an entry.
  [[nodiscard]] std::size_t payload() const noexcept {
    return sizeof(Cell) + (scoped_ ? 8 : 0);
  }
  [[nodiscard]] char* at(std::uint32_t entry) const noexcept {
    return entries_.data() + entry * stride_;
  }
  /// Fetch an entry that is used soon.
  void prefetch(std::uint32_t entry) const noexcept {
    const char* begin = at(entry);
    for (std::size_t i = 0; i < stride_; i += 64) __builtin_prefetch(begin + i);
    __builtin_prefetch(begin + stride_ - 1);
  }
  [[nodiscard]] Cell cell(std::uint32_t entry) const noexcept {
    Cell cell;
    std::memcpy(&cell, at(entry), sizeof cell);
    return cell;
  }
  /// The cell as one that stands alone, its long bytes by address.
  [[nodiscard]] Cell key(std::uint32_t entry) const noexcept {
    Cell found = cell(entry);
    if (found.is_long()) found.low = reinterpret_cast<std::uintptr_t>(arena_.at(found.low));
    return found;
  }
  /// The key's bytes where they stand.
  [[nodiscard]] std::string_view text(std::uint32_t entry) const noexcept {
    const Cell found = cell(entry);
    return {found.is_long() ? arena_.at(found.low) : at(entry), found.size()};
  }
  [[nodiscard]] std::uint32_t scope(std::uint32_t entry) const noexcept {
    std::uint32_t scope;
    std::memcpy(&scope, at(entry) + sizeof(Cell), sizeof scope);
    return scope;
  }
  /// Bytes held.
  [[nodiscard]] std::uint64_t bytes() const noexcept {
    return slots_.bytes() + size_ * stride_ + partitions_.size() + arena_.size();
  }
  /// Make room for `count` more entries at once.
  void reserve(std::uint64_t count) {
    while (slots_.is_full(size_ + count)) slots_.grow();
  }

  /// Whether the key of an entry is this. Precondition: the table is not scoped.
  [[nodiscard]] bool holds(std::uint32_t entry, const Cell& key) const noexcept {
    return same<false>(at(entry), key, 0);
  }

  /// Find many keys, or add them: `out[i]` is the entry of keys[i]. New ones get the next
  /// numbers in the order of their first appearance. `scopes`: empty if the table is not
  /// scoped.
  void find_or_add(std::span<const Cell> keys, std::span<const std::uint64_t> hashes,
                   const std::uint32_t* scopes, std::uint32_t* out) {
    if (scoped_)
      find_all<true>(keys, hashes, scopes, out);
    else
      find_all<false>(keys, hashes, scopes, out);
  }
  std::uint32_t find_or_add(const Cell& key, std::uint64_t hash, std::uint32_t scope) {
    return scoped_ ? find_one<true>(key, hash, scope) : find_one<false>(key, hash, scope);
  }

  /// The entries by partition (all in the first if the table is scoped), tag and cell.
  [[nodiscard]] TableOrder order() const;

  /// Drop all entries but `kept` (rising), which move down to the numbers 0, 1, ...
  /// `hash(entry)` gives their hashes after the move.
  template <class Hash>
  void keep(std::span<const std::uint32_t> kept, Hash hash) {
    for (std::uint32_t i = 0; i < kept.size(); ++i)
      if (kept[i] != i) std::memcpy(at(i), at(kept[i]), stride_);
    size_ = static_cast<std::uint32_t>(kept.size());
    partitions_.clear();
    slots_.clear();
    for (std::uint32_t i = 0; i < size_; ++i) {
      const std::uint64_t of_key = hash(i);
      note_partition(of_key);
      slots_.insert(Slots::slot(of_key, i));
    }
  }
  /// Forget all. Storage far beyond what was in use goes back.
  void clear();

 private:
  static constexpr std::size_t kCached = std::size_t{256} << 10;

  template <bool Scoped>
  [[nodiscard]] bool same(const char* entry, const Cell& key,
                          std::uint32_t scope) const noexcept {
    Cell held;
    std::memcpy(&held, entry, sizeof held);
    if constexpr (Scoped) {
      std::uint32_t held_scope;
      std::memcpy(&held_scope, entry + sizeof held, sizeof held_scope);
      if (held_scope != scope) return false;
    }
    if (held.high != key.high) return false;
    if (!key.is_long()) return held.low == key.low;
    const auto text = key.view();
    return std::memcmp(arena_.at(held.low), text.data(), text.size()) == 0;
  }

  template <bool Scoped>
  std::uint32_t find_one(const Cell& key, std::uint64_t hash, std::uint32_t scope) {
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    const std::uint64_t* const all = slots_.all();
    const std::size_t last = slots_.mask();
    for (std::size_t place = slots_.home(hash);; place = (place + 1) & last) {
      const std::uint64_t slot = all[place];
      if (slot == 0) return add(key, hash, scope, place);
      if (static_cast<std::uint32_t>(slot >> 32) != tag) continue;
      const std::uint32_t entry = static_cast<std::uint32_t>(slot) - 1;
      if (same<Scoped>(at(entry), key, scope)) return entry;
    }
  }

  template <bool Scoped>
  void find_all(std::span<const Cell> keys, std::span<const std::uint64_t> hashes,
                const std::uint32_t* scopes, std::uint32_t* out) {
    const std::size_t count = keys.size();
    const bool far = slots_.bytes() + size_ * stride_ > kCached;
    if (far)
      for (std::size_t i = 0; i < count; ++i)
        __builtin_prefetch(slots_.all() + slots_.home(hashes[i]));
    for (std::size_t i = 0; i < count; ++i) {
      if (far && i + kAhead < count) prefetch_entry(hashes[i + kAhead]);
      out[i] = find_one<Scoped>(keys[i], hashes[i], Scoped ? scopes[i] : 0);
    }
  }
  void prefetch_entry(std::uint64_t hash) const noexcept {
    const std::uint64_t slot = slots_.all()[slots_.home(hash)];
    if (slot >> 32 == hash >> 32) prefetch(static_cast<std::uint32_t>(slot) - 1);
  }

  std::uint32_t add(const Cell& key, std::uint64_t hash, std::uint32_t scope,
                    std::size_t place);
  void note_partition(std::uint64_t hash) {
    if (!scoped_) partitions_.push_back(static_cast<std::uint8_t>(hash % DP_PARTITIONS));
  }

  bool scoped_;
  std::uint32_t size_ = 0;
  std::size_t stride_;
  std::string initial_;
  Slots slots_;
  Pages entries_;
  Arena arena_;
  std::vector<std::uint8_t> partitions_;  ///< of the entries; empty if scoped
};

}  // namespace dp::group
