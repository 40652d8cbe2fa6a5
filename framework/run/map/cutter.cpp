// SPDX-License-Identifier: Apache-2.0
#include "run/map/cutter.hpp"

#include <algorithm>
#include <utility>

#include "protocol/slice.hpp"

namespace dp::run {

Cutter::Cutter(std::uint64_t item, std::uint64_t size, std::uint64_t slice_bytes,
               std::uint64_t first, std::size_t ahead)
    : item_(item), size_(size), slice_bytes_(slice_bytes), ahead_(ahead), numbers_(first) {}

Chunk Cutter::place() const noexcept {
  Chunk chunk;
  chunk.first = item_;
  chunk.begin = chunk.end = known_;
  return chunk;
}

void Cutter::grow() {
  while (slices_.size() < ahead_ && asked_to_ < size_) {
    Slice slice;
    slice.question.number = numbers_++;
    slice.question.begin = asked_to_;
    slice.question.end = std::min(size_, asked_to_ + slice_bytes_);
    slice.question.exact = asked_to_ == 0;
    asked_to_ = slice.question.end;
    slices_.push_back(slice);
  }
}

std::optional<Cutter::Question> Cutter::next_question(bool may_map) {
  if (stopped_) return std::nullopt;
  grow();
  for (auto& slice : slices_) {
    if (std::exchange(slice.asked, true)) continue;
    const bool guess = !slice.question.exact || slice.question.begin == 0;
    slice.question.map = may_map && guess && !slice.was_mapped;
    slice.was_mapped = slice.was_mapped || slice.question.map;
    return slice.question;
  }
  return std::nullopt;
}

Cutter::Slice* Cutter::slice(std::uint64_t number) {
  const auto found = std::find_if(slices_.begin(), slices_.end(), [&](const Slice& slice) {
    return slice.question.number == number;
  });
  return found == slices_.end() ? nullptr : &*found;
}

void Cutter::answer(std::uint64_t number, const protocol::RecordBounds& answer) {
  if (auto* asked = slice(number)) asked->answer = answer;
}

void Cutter::not_mapped(std::uint64_t number) {
  if (auto* asked = slice(number)) asked->question.map = asked->asked = false;
}

void Cutter::stop_asking() {
  stopped_ = true;
  std::erase_if(slices_, [](const Slice& slice) { return !slice.question.map; });
}

/// The last record reaches over all of the first slices: they give no chunks.
void Cutter::drop_covered() {
  while (!slices_.empty() && !slices_.front().question.map &&
         known_ >= slices_.front().question.end)
    slices_.pop_front();
}

std::optional<Cutter::Verdict> Cutter::judge() {
  drop_covered();
  if (slices_.empty() || !slices_.front().question.map) return std::nullopt;
  auto& slice = slices_.front();
  Verdict verdict;
  verdict.number = slice.question.number;
  if (stopped_) {
    slices_.pop_front();
    return verdict;
  }
  if (!slice.answer) return std::nullopt;
  const auto answer = *slice.answer;
  if (known_ >= slice.question.end) {  // the last record reaches over all of it
    verdict.right = !answer.found;
    verdict.chunk.first = item_;
    verdict.chunk.begin = verdict.chunk.end = slice.question.end;
    slices_.pop_front();
  } else if (answer.found && answer.begin == known_) {
    verdict.right = true;
    verdict.chunk = take_front();
  } else {
    refute_front();
  }
  return verdict;
}

/// The first slice's records, as a chunk.
Chunk Cutter::take_front() {
  const auto& slice = slices_.front();
  const auto next = slice.answer->end;
  Chunk chunk;
  chunk.first = item_;
  chunk.begin = known_;
  chunk.end = slice.question.end;
  chunk.weight = std::min(next, size_) - known_;
  known_ = next;
  slices_.pop_front();
  return chunk;
}

std::optional<Chunk> Cutter::next() {
  drop_covered();
  if (slices_.empty()) return stopped_ ? rest() : std::nullopt;
  const auto& slice = slices_.front();
  if (slice.question.map || !slice.answer) return std::nullopt;
  if (slice.answer->found && slice.answer->begin == known_) return take_front();
  refute_front();
  return std::nullopt;
}

/// The first slice is asked again, with its true beginning.
void Cutter::refute_front() {
  auto& slice = slices_.front();
  slice.question.begin = known_;
  slice.question.exact = true;
  slice.question.map = slice.asked = false;
  slice.answer.reset();
}

/// All that is not in chunks yet, as one.
std::optional<Chunk> Cutter::rest() {
  if (known_ >= size_) return std::nullopt;
  Chunk chunk;
  chunk.first = item_;
  chunk.begin = known_;
  chunk.end = size_;
  chunk.weight = size_ - known_;
  known_ = size_;
  return chunk;
}

}  // namespace dp::run
