// SPDX-License-Identifier: Apache-2.0
#include "run/map/stream_use.hpp"

#include <iterator>

namespace dp::run {

void StreamUse::cut(const Chunk& chunk) { parts_[{chunk.first, chunk.begin}] = {chunk.end, 0}; }

StreamUse::Part* StreamUse::begin(const Chunk& chunk) {
  auto after = parts_.upper_bound({chunk.first, chunk.begin});
  if (after == parts_.begin()) return nullptr;
  auto& [place, part] = *std::prev(after);
  if (place.first != chunk.first || chunk.begin >= part.end) return nullptr;
  ++part.works;
  return &part;
}

void StreamUse::end(Part* part) noexcept {
  if (part != nullptr) --part->works;
}

void StreamUse::release() {
  for (auto part = parts_.begin(); part != parts_.end();) {
    const auto [item, begin] = part->first;
    if (part->second.works > 0) {
      part = parts_.lower_bound({item + 1, 0});
      continue;
    }
    items_->list[item].stream->done_before(part->second.end);
    part = parts_.erase(part);
  }
}

}  // namespace dp::run
