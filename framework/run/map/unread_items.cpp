// SPDX-License-Identifier: Apache-2.0
#include "run/map/unread_items.hpp"

#include "protocol/reject.hpp"

namespace dp::run {

namespace {

constexpr std::uint64_t kRejectsOfRecord = 19;

}  // namespace

void UnreadItems::add(const Chunk& chunk, const protocol::Counts& counts,
                      std::string_view rejects) {
  if (rejects.empty()) return add_read(chunk);
  ByteReader in(rejects);
  for (protocol::Reject reject; !in.at_end() && in.ok();) {
    decode(in, reject);
    ++items_[reject.item].rejects;
  }
  // Of which of several items its records are is not known.
  if (counts.records == 0) return;
  for (auto item = items_.lower_bound(chunk.first);
       item != items_.end() && item->first < chunk.first + chunk.items; ++item)
    item->second.records += counts.records;
}

void UnreadItems::add_read(const Chunk& chunk) {
  if (is_slice(chunk)) items_[chunk.first].read = true;
}

std::vector<std::pair<std::uint64_t, bool>> UnreadItems::list() const {
  std::vector<std::pair<std::uint64_t, bool>> found;
  for (const auto& [number, item] : items_)
    if (item.rejects > 0 && !item.read && item.records * kRejectsOfRecord <= item.rejects)
      found.emplace_back(number, item.records == 0);
  return found;
}

}  // namespace dp::run
