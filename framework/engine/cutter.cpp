// SPDX-License-Identifier: Apache-2.0
#include "engine/cutter.hpp"

#include <algorithm>
#include <utility>

#include "engine/slice.hpp"

namespace dp::engine {

Cutter::Cutter(std::uint64_t item, std::uint64_t size, std::uint64_t slice_bytes)
    : item_(item), size_(size), slice_bytes_(slice_bytes) {}

void Cutter::grow() {
  while (slices_.size() < kAhead && asked_to_ < size_) {
    Slice slice;
    slice.question.number = numbers_++;
    slice.question.begin = asked_to_;
    slice.question.end = std::min(size_, asked_to_ + slice_bytes_);
    slice.question.exact = asked_to_ == 0;
    asked_to_ = slice.question.end;
    slices_.push_back(slice);
  }
}

std::optional<Cutter::Question> Cutter::ask() {
  if (given_up_) return std::nullopt;
  grow();
  for (auto& slice : slices_)
    if (!std::exchange(slice.asked, true)) return slice.question;
  return std::nullopt;
}

void Cutter::answer(std::uint64_t number, const Answer& answer) {
  for (auto& slice : slices_)
    if (slice.question.number == number) slice.answer = answer;
}

std::optional<Chunk> Cutter::next() {
  if (given_up_) return rest();
  while (!slices_.empty()) {
    auto& slice = slices_.front();
    auto& question = slice.question;
    if (known_ >= question.end) {  // the last record reaches over all of it
      slices_.pop_front();
      continue;
    }
    if (!slice.answer) return std::nullopt;
    const auto answer = *slice.answer;
    if (!answer.found || answer.begin != known_) {
      question.begin = known_;
      question.exact = true;
      slice.asked = false;
      slice.answer.reset();
      return std::nullopt;
    }
    Chunk chunk;
    chunk.first = item_;
    chunk.begin = known_;
    chunk.end = question.end;
    chunk.weight = std::min(answer.end, size_) - known_;
    known_ = answer.end;
    slices_.pop_front();
    return chunk;
  }
  return std::nullopt;
}

/// All that is not in chunks yet, as one.
std::optional<Chunk> Cutter::rest() {
  slices_.clear();
  asked_to_ = size_;
  if (known_ >= size_) return std::nullopt;
  Chunk chunk;
  chunk.first = item_;
  chunk.begin = known_;
  chunk.end = size_;
  chunk.weight = size_ - known_;
  known_ = size_;
  return chunk;
}

}  // namespace dp::engine
