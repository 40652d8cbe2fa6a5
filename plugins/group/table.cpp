// SPDX-License-Identifier: Apache-2.0
#include "group/table.hpp"

namespace dp::group {

std::uint32_t Table::add(const Cell& key, std::uint64_t hash, std::uint32_t scope,
                         std::size_t place) {
  if (slots_.is_full(std::uint64_t{size_} + 1)) {
    slots_.grow();
    place = slots_.place_for(hash);
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
  slots_.all()[place] = Slots::slot(hash, size_);
  return size_++;
}

void Table::clear() {
  const std::size_t used = bytes();
  if (entries_.size() > Arena::kKept && entries_.size() > 8 * size_ * stride_)
    entries_ = Pages();
  if (slots_.bytes() > Arena::kKept && slots_.bytes() > used / 2 && size_ < slots_.count() / 16)
    slots_.shrink();
  else
    slots_.clear();
  arena_.clear();
  partitions_.clear();
  size_ = 0;
}

TableOrder Table::order() const {
  std::vector<std::uint64_t> found;
  found.reserve(size_);
  const std::size_t count = slots_.count();
  const auto* all = slots_.all();
  // Those that ran over the end stand before the first empty slot: they come last.
  std::size_t wrapped = 0;
  while (all[wrapped] != 0 && slots_.home(all[wrapped]) > wrapped) ++wrapped;
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
