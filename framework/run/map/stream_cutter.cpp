// SPDX-License-Identifier: Apache-2.0
#include "run/map/stream_cutter.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <utility>

#include "input/line_slicer.hpp"
#include "input/record_slicer.hpp"

namespace dp::run {

namespace {

/// A question about less is not worth it while more may come.
constexpr std::uint64_t kLeastAsked = 64 << 10;
/// A record of which so much has come, and not its end, is too long.
constexpr std::uint64_t kTooLong = 2 * input::RecordSlicer::kMaxRecord;

}  // namespace

Status StreamCutter::pump() {
  if (!wants_more()) return {};
  if (stopped_) return stream_->pump(~std::uint64_t{0});
  auto wanted =
      known_ + std::max<std::uint64_t>({2 * slice_bytes_, stream_->head_bytes(), 2 * too_few_});
  const bool long_line = by_lines_ && stream_->lines_end() <= known_;
  if (long_line) wanted = std::max(wanted, stream_->size() + slice_bytes_);
  return stream_->pump(wanted);
}

/// Of a stream that breaks off, the last line is not whole.
std::uint64_t StreamCutter::end() const noexcept {
  const bool broken = by_lines_ && !stream_->damage().empty();
  return broken ? std::max(known_, stream_->lines_end()) : stream_->size();
}

Chunk StreamCutter::take(std::uint64_t end) {
  Chunk chunk;
  chunk.first = item_;
  chunk.begin = known_;
  chunk.end = end;
  chunk.weight = end - known_;
  known_ = end;
  too_few_ = 0;
  return chunk;
}

std::optional<Chunk> StreamCutter::next() {
  if (by_lines_) return next_lines();
  if (ready_) return std::exchange(ready_, std::nullopt);
  if (asked_ || !stream_->ended() || known_ == stream_->size()) return std::nullopt;
  // What is left is asked about like the rest, but for the end, of which nothing is to be asked.
  if (!stopped_ && stream_->size() - known_ > slice_bytes_) return std::nullopt;
  return take(stream_->size());
}

std::optional<Chunk> StreamCutter::next_lines() {
  if (stream_->ended()) return known_ < end() ? std::optional(take(end())) : std::nullopt;
  if (stream_->lines_end() > known_) return take(stream_->lines_end());
  // A line that is too long is rejected, and passed over as far as it has come.
  if (stream_->size() - known_ > stream_->most_own(input::LineSlicer::kMaxLine + 1))
    return take(stream_->size());
  return std::nullopt;
}

std::optional<Chunk> StreamCutter::next_question() {
  if (by_lines_ || stopped_ || asked_ || ready_) return std::nullopt;
  const auto size = stream_->size();
  const auto left = size - known_;
  const bool ended = stream_->ended();
  if (ended ? left <= slice_bytes_ : size < stream_->head_bytes() || left <= too_few_)
    return std::nullopt;
  const bool enough = left >= std::max(kLeastAsked, 2 * too_few_);
  const bool hurried = hurried_ && size == size_before_;
  if (!ended && !enough && !hurried) return std::nullopt;
  Chunk slice;
  slice.first = item_;
  slice.begin = known_;
  slice.end = known_ + std::min(slice_bytes_, std::max<std::uint64_t>(1, left / 2));
  asked_ = Asked{size};
  return slice;
}

void StreamCutter::answer(const protocol::RecordBounds& answer) {
  if (!asked_) return;
  const auto asked = *std::exchange(asked_, std::nullopt);
  // A record that goes to the end of what had come may go on: and the stream's end must have
  // something that the reader can be told of as the last.
  const bool shown = answer.found && answer.end > known_ && answer.end < asked.size;
  if (shown) {
    ready_ = take(answer.end);
    return;
  }
  too_few_ = asked.size - known_;
  if (too_few_ > stream_->most_own(kTooLong) || stream_->ended()) stop_asking();
}

void StreamCutter::stop_asking() noexcept {
  asked_.reset();
  stopped_ = true;
}

}  // namespace dp::run
