// SPDX-License-Identifier: Apache-2.0
#include "group/table.hpp"

namespace dp::group {

std::uint32_t Table::add(const Cell& key, std::uint64_t hash, std::uint32_t scope,
                         std::size_t place) {
  if ((std::uint64_t{size_} + 1) * 4 > std::uint64_t{3} << bits_) {
    double_slots();
    place = home(hash);
    while (slots()[place] != 0) place = (place + 1) & mask();
  }
  const std::size_t used = size_ * stride_;
  if (used + stride_ > entries_.size()) entries_.grow(2 * (used + stride_));
  char* entry = at(size_);
  Cell held = key;
  if (key.is_long()) held.low = arena_.put(key.view());
  std::memcpy(entry, &held, sizeof held);
  if (scoped_) {
    const std::uint64_t wide = scope;
    std::memcpy(entry + sizeof held, &wide, sizeof wide);
  }
  std::memcpy(entry + payload(), initial_.data(), initial_.size());
  note_partition(hash);
  slots()[place] = hash >> 32 << 32 | (size_ + 1);
  return size_++;
}

void Table::double_slots() {
  if (bits_ == 31) throw std::length_error("more than 1.6 billion groups or values");
  const std::size_t count = std::size_t{1} << bits_;
  Pages larger(2 * count * sizeof(std::uint64_t));
  std::swap(slots_, larger);
  ++bits_;
  const auto* old = reinterpret_cast<const std::uint64_t*>(larger.data());
  for (std::size_t i = 0; i < count; ++i)
    if (old[i] != 0) insert(old[i]);
}

void Table::clear() {
  const std::size_t used = bytes();
  if (entries_.size() > Arena::kKept && entries_.size() > 8 * size_ * stride_)
    entries_ = Pages();
  if ((std::size_t{8} << bits_) > Arena::kKept && (std::size_t{8} << bits_) > used / 2 &&
      size_ < (std::size_t{1} << bits_) / 16) {
    bits_ = kFirstBits;
    slots_ = Pages(kFirstSlots * sizeof(std::uint64_t));
  }
  clear_slots();
  arena_.clear();
  partitions_.clear();
  size_ = 0;
}

TableOrder Table::order() const {
  std::vector<std::uint64_t> found;
  found.reserve(size_);
  const std::size_t count = std::size_t{1} << bits_;
  const auto* all = slots();
  // Those that ran over the end stand before the first empty slot: they come last.
  std::size_t wrapped = 0;
  while (all[wrapped] != 0 && home(all[wrapped]) > wrapped) ++wrapped;
  for (std::size_t i = wrapped; i < count + wrapped; ++i)
    if (all[i & (count - 1)] != 0) found.push_back(all[i & (count - 1)]);
  const auto before = [this](std::uint64_t a, std::uint64_t b) {
    if (a >> 32 != b >> 32) return a >> 32 < b >> 32;
    const Cell x = key(static_cast<std::uint32_t>(a) - 1);
    const Cell y = key(static_cast<std::uint32_t>(b) - 1);
    if (x.high != y.high) return x.high < y.high;
    return x.view() < y.view();
  };
  // Probing moves a slot by a few places only: insertion is linear here.
  for (std::size_t i = 1; i < found.size(); ++i)
    for (std::size_t k = i; k > 0 && before(found[k], found[k - 1]); --k)
      std::swap(found[k], found[k - 1]);
  TableOrder order;
  const auto partition = [this](std::uint64_t slot) -> std::size_t {
    return scoped_ ? 0 : partitions_[static_cast<std::uint32_t>(slot) - 1];
  };
  for (const auto slot : found) ++order.starts[partition(slot) + 1];
  for (std::size_t p = 0; p < DP_PARTITIONS; ++p) order.starts[p + 1] += order.starts[p];
  order.entries.resize(size_);
  auto next = order.starts;
  for (const auto slot : found)
    order.entries[next[partition(slot)]++] = static_cast<std::uint32_t>(slot) - 1;
  return order;
}

}  // namespace dp::group
