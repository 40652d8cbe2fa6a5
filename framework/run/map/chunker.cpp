// SPDX-License-Identifier: Apache-2.0
#include "run/map/chunker.hpp"

#include <algorithm>

#include "input/line_slicer.hpp"

namespace dp::run {

namespace {

constexpr std::uint64_t kLargestSlice = 2 << 20;
constexpr std::uint64_t kSmallestSlice = 256 << 10;
constexpr std::uint64_t kStreamSlice = 1 << 20;
constexpr std::uint64_t kMostFiles = 64;
constexpr std::uint64_t kMostNumbers = 4096;
constexpr std::uint64_t kChunksAWorker = 4;  ///< of what is left, so that all end together

}  // namespace

Chunker::Chunker(const input::Items& items, protocol::Intake intake,
                 pipeline::Chunksize chunksize, unsigned workers)
    : items_(&items),
      intake_(intake),
      chunksize_(chunksize),
      workers_(std::max(1u, workers)),
      left_(items.bytes) {
  if (chunksize_.unit != pipeline::Chunksize::Unit::automatic)
    chunksize_.count = std::max<std::uint64_t>(1, chunksize_.count);
}

std::optional<std::variant<Chunk, ItemToCut, StreamToCut>> Chunker::next() {
  if (items_->range != 0) {
    if (item_ == items_->range) return std::nullopt;
    return next_numbers();
  }
  if (item_ == items_->list.size()) return std::nullopt;
  if (items_->list[item_].stream != nullptr) return next_stream();
  if (!can_cut(items_->list[item_])) return next_files();
  if (intake_ == protocol::Intake::lines) return next_slice();
  return next_to_cut();
}

Chunk Chunker::next_numbers() {
  const auto left = items_->range - item_;
  Chunk chunk;
  chunk.first = item_;
  chunk.items =
      chunksize_.unit == pipeline::Chunksize::Unit::items
          ? chunksize_.count
          : std::clamp<std::uint64_t>(left / (workers_ * kChunksAWorker), 1, kMostNumbers);
  chunk.items = std::min(chunk.items, left);
  chunk.end = protocol::kWholeItem;
  item_ += chunk.items;
  return chunk;
}

std::uint64_t Chunker::target_bytes() const noexcept {
  if (chunksize_.unit == pipeline::Chunksize::Unit::bytes) return chunksize_.count;
  return std::clamp(left_ / (workers_ * kChunksAWorker), kSmallestSlice, kLargestSlice);
}

bool Chunker::can_cut(const input::Item& item) const noexcept {
  return (intake_ == protocol::Intake::lines || intake_ == protocol::Intake::records) &&
         item.compression == protocol::Compression::none && !item.one_piece &&
         chunksize_.unit != pipeline::Chunksize::Unit::items &&
         item.stamp.size > target_bytes();
}

Chunk Chunker::next_slice() {
  const auto size = items_->list[item_].stamp.size;
  Chunk chunk;
  chunk.first = item_;
  chunk.begin = offset_;
  chunk.end = std::min(size, offset_ + target_bytes());
  chunk.weight = chunk.end - chunk.begin;
  left_ -= chunk.weight;
  offset_ = chunk.end;
  if (offset_ == size) {
    ++item_;
    offset_ = 0;
  }
  return chunk;
}

ItemToCut Chunker::next_to_cut() {
  const ItemToCut item{item_, items_->list[item_].stamp.size, target_bytes()};
  left_ -= item.size;
  ++item_;
  return item;
}

StreamToCut Chunker::next_stream() {
  const bool sized = chunksize_.unit == pipeline::Chunksize::Unit::bytes;
  return {item_++, sized ? chunksize_.count : kStreamSlice};
}

Chunk Chunker::next_files() {
  // An item that is cut at lines goes on to be cut until its end, whatever the target has become.
  if (offset_ != 0) return next_slice();
  const auto target = target_bytes();
  const bool counted = chunksize_.unit == pipeline::Chunksize::Unit::items;
  const auto most = counted                              ? chunksize_.count
                    : intake_ == protocol::Intake::files ? 1
                                                         : kMostFiles;
  Chunk chunk;
  chunk.first = item_;
  chunk.items = 0;
  chunk.end = protocol::kWholeItem;
  while (item_ < items_->list.size() && chunk.items < most) {
    if (items_->list[item_].stream != nullptr) break;
    const auto size = items_->list[item_].stamp.size;
    if (chunk.items > 0 && !counted && chunk.weight + size > target) break;
    chunk.weight += size;
    ++chunk.items;
    ++item_;
  }
  left_ -= chunk.weight;
  return chunk;
}

}  // namespace dp::run
