// SPDX-License-Identifier: Apache-2.0
#include "run/map/splitter.hpp"

#include <algorithm>

#include "input/line_slicer.hpp"
#include "protocol/map_requests.hpp"

namespace dp::run {

namespace {

/// A chunk that keeps losing workers through no fault of its own is cut in two down to this.
constexpr std::uint64_t kSmallestHalf = 64 << 10;
/// What follows the place of a death is done carefully this far: more than a block of lines.
constexpr std::uint64_t kCarefulBytes = 2 * input::LineSlicer::kBlock;

}  // namespace

std::vector<Chunk> Splitter::in_halves(const Chunk& chunk) const {
  if (chunk.items > 1) {
    Chunk front = chunk;
    front.items = chunk.items / 2;
    front.weight = chunk.weight / 2;
    Chunk back = chunk;
    back.first += front.items;
    back.items -= front.items;
    back.weight -= front.weight;
    return {front, back};
  }
  if (intake_ != protocol::Intake::lines || !is_slice(chunk) ||
      chunk.end - chunk.begin < 2 * kSmallestHalf)
    return {chunk};
  Chunk front = chunk;
  front.end = chunk.begin + (chunk.end - chunk.begin) / 2;
  front.weight = front.end - front.begin;
  Chunk back = chunk;
  back.begin = front.end;
  back.weight = chunk.weight - front.weight;
  return {front, back};
}

Chunk Splitter::some_items(const Chunk& chunk, std::uint64_t from, std::uint64_t items) const {
  Chunk piece = chunk;
  piece.first = chunk.first + from;
  piece.items = items;
  piece.weight = 0;
  if (intake_ != protocol::Intake::range)
    for (std::uint64_t i = 0; i < items; ++i)
      piece.weight += items_->list[piece.first + i].stamp_now().size;
  return piece;
}

std::vector<Chunk> Splitter::by_item(const Chunk& chunk) const {
  std::vector<Chunk> pieces;
  for (std::uint64_t i = 0; i < chunk.items; ++i) pieces.push_back(some_items(chunk, i, 1));
  return pieces;
}

std::vector<Chunk> Splitter::around_item(const Chunk& chunk, std::uint64_t item) const {
  item = std::min(item, chunk.items - 1);
  const auto count =
      has_numbers() ? std::min(protocol::kNumbersAtOnce, chunk.items - item) : std::uint64_t{1};
  std::vector<Chunk> pieces;
  if (item > 0) pieces.push_back(some_items(chunk, 0, item));
  pieces.push_back(some_items(chunk, item, count));
  pieces.back().careful = chunk.careful || has_numbers();
  pieces.back().fresh = false;
  const auto after = chunk.items - item - count;
  if (after > 0) pieces.push_back(some_items(chunk, item + count, after));
  return pieces;
}

std::pair<std::vector<Chunk>, std::vector<Chunk>> Splitter::divide(
    const Chunk& chunk, const protocol::Mark& mark) const {
  std::vector<Chunk> before, after;
  if (mark.items > 0) before.push_back(some_items(chunk, 0, mark.items));
  const auto left = chunk.items - mark.items;
  if (mark.offset == 0) {
    after.push_back(some_items(chunk, mark.items, left));
    return {before, after};
  }
  // In the middle of an item: a piece of its own, before the items that follow.
  Chunk front = is_slice(chunk) ? chunk : some_items(chunk, mark.items, 1);
  Chunk rest = front;
  front.end = mark.offset;
  front.weight = is_slice(chunk) ? std::min(chunk.weight, mark.offset - chunk.begin) : 0;
  rest.begin = mark.offset;
  rest.weight -= front.weight;
  rest.exact = true;
  rest.past_first = false;
  before.push_back(front);
  after.push_back(rest);
  if (left > 1) after.push_back(some_items(chunk, mark.items + 1, left - 1));
  return {before, after};
}

bool Splitter::is_mark(const Chunk& chunk, const protocol::Mark& mark,
                       const std::optional<protocol::Mark>& last) noexcept {
  const protocol::Mark least = last.value_or(protocol::Mark{0, chunk.begin});
  return mark.items < chunk.items && mark > least && mark.offset < chunk.end;
}

std::vector<Chunk> Splitter::without_item(const Chunk& chunk, std::uint64_t item) const {
  std::vector<Chunk> pieces;
  if (item > 0) pieces.push_back(some_items(chunk, 0, item));
  const auto after = chunk.items - item - 1;
  if (after > 0) pieces.push_back(some_items(chunk, item + 1, after));
  return pieces;
}

std::vector<Chunk> Splitter::around(const Chunk& chunk, std::uint64_t place) const {
  if (intake_ != protocol::Intake::lines || !is_slice(chunk)) {
    Chunk again = chunk;
    again.careful = true;
    again.fresh = false;
    // Where records begin is only known from the chunk's beginning on.
    if (intake_ == protocol::Intake::records)
      again.careful_end = std::max(place, chunk.begin) + kCarefulBytes;
    return {again};
  }
  // The cursor may be wrong in a worker whose memory is spoiled: it is held to the chunk.
  place = std::clamp(place, chunk.begin, chunk.end);
  const auto after = std::min(chunk.end, place + kCarefulBytes);
  std::vector<Chunk> pieces;
  const auto add = [&](std::uint64_t begin, std::uint64_t end, bool careful) {
    if (begin >= end) return;
    Chunk piece = chunk;
    piece.begin = begin;
    piece.end = end;
    piece.weight = std::min(end, items_->list[chunk.first].stamp_now().size) - begin;
    piece.careful = careful;
    piece.fresh = false;
    pieces.push_back(piece);
  };
  add(chunk.begin, place, false);
  add(place, after, true);
  add(after, chunk.end, false);
  return pieces;
}

std::vector<Chunk> Splitter::with_item_alone(const Chunk& chunk, std::uint64_t item) const {
  item = std::min(item, chunk.items - 1);
  auto pieces = without_item(chunk, item);
  Chunk alone = some_items(chunk, item, 1);
  alone.fresh = true;
  pieces.insert(pieces.begin() + (item > 0 ? 1 : 0), alone);
  return pieces;
}

std::vector<Chunk> Splitter::with_record_alone(const Chunk& chunk, std::uint64_t place) const {
  auto pieces = without(chunk, place, false);
  Chunk alone = chunk;
  alone.begin = place;
  alone.end = place + 1;
  alone.weight = 0;
  alone.careful = alone.exact = alone.fresh = true;
  alone.careful_end = protocol::kWholeItem;
  alone.past_first = false;
  alone.tries = 0;
  pieces.insert(pieces.begin() + (place > chunk.begin ? 1 : 0), alone);
  return pieces;
}

std::vector<Chunk> Splitter::without(const Chunk& chunk, std::uint64_t place,
                                     bool passed) const {
  std::vector<Chunk> pieces;
  if (place > chunk.begin) {
    pieces.push_back(chunk);
    pieces.back().end = place;
    pieces.back().fresh = false;
  }
  Chunk rest = chunk;
  rest.past_first = intake_ == protocol::Intake::records && !passed;
  rest.exact = intake_ != protocol::Intake::records || rest.past_first;
  rest.begin = place + 1;
  rest.fresh = false;
  rest.tries = 0;
  if (!pieces.empty()) rest.weight = 0;
  // How long a compressed item is, is not known.
  const auto& item = items_->list[chunk.first];
  const bool at_end =
      item.compression == protocol::Compression::none && rest.begin >= item.stamp_now().size;
  if (rest.begin < rest.end && !at_end) pieces.push_back(rest);
  return pieces;
}

}  // namespace dp::run
