// SPDX-License-Identifier: Apache-2.0
#include "run/map/work_table.hpp"

#include <utility>

namespace dp::run {

std::uint64_t WorkTable::open(const Work& work) {
  std::uint32_t place = 0;
  if (free_.empty()) {
    place = static_cast<std::uint32_t>(entries_.size());
    entries_.emplace_back();
  } else {
    place = free_.back();
    free_.pop_back();
  }
  Entry& entry = entries_[place];
  entry.work = work;
  entry.part = streams_.begin(chunk_of(entry.work));
  return ++generation_ << 32 | place;
}

void WorkTable::change(std::uint64_t id, const Work& work) {
  const bool held = entries_[id & kPlace].held;
  set_held(id, false);
  at(id) = work;
  set_held(id, held);
}

/// Whole items and slices of them are what Progress counts; numbers are items too.
void WorkTable::set_held(std::uint64_t id, bool held) {
  auto& entry = entries_[id & kPlace];
  if (std::exchange(entry.held, held) == held) return;
  const Chunk& chunk = chunk_of(entry.work);
  const std::uint64_t items = is_slice(chunk) ? 0 : chunk.items;
  progress_->bytes.held += held ? chunk.weight : -chunk.weight;
  progress_->items.held += held ? items : -items;
}

void WorkTable::settle(const Chunk& chunk) { progress_->bytes.done += chunk.weight; }

void WorkTable::close(std::uint64_t id) {
  const Chunk& done = chunk(id);
  settle(done);
  if (!is_slice(done)) progress_->items.done += done.items;
  free(id);
}

void WorkTable::free(std::uint64_t id) {
  set_held(id, false);
  streams_.end(std::exchange(entries_[id & kPlace].part, nullptr));
  free_.push_back(static_cast<std::uint32_t>(id & kPlace));
}

}  // namespace dp::run
