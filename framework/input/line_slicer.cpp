// SPDX-License-Identifier: Apache-2.0
#include "input/line_slicer.hpp"

namespace dp::input {

LineSlicer::LineSlicer(std::size_t block_bytes) : buffer_(block_bytes, kMaxLine) {}

Status LineSlicer::open(const protocol::Slice& slice) {
  // A slice that begins inside the item looks at the byte before it: if that is a newline, the
  // slice's first byte begins a line.
  const std::uint64_t begin = slice.begin == 0 ? 0 : slice.begin - 1;
  DP_CHECK(buffer_.open(slice, begin, true));
  end_ = slice.end;
  skipping_ = false;
  begun_ = true;
  if (slice.begin == 0) return {};
  DP_TRY(begun_, skip_to_line_start());
  return {};
}

Result<std::optional<LineSlicer::Block>> LineSlicer::next() {
  if (skipping_) DP_CHECK(skip_to_line_start());
  skipping_ = false;
  while (buffer_.offset() < end_) {
    if (begins_with_long_line()) {
      auto block = take(kMaxLine);
      block.cut = skipping_ = true;
      return block;
    }
    if (const auto size = whole_lines(); size != 0) return take(size);
    if (buffer_.at_end()) {
      if (buffer_.held().empty() || !buffer_.at_end_of_item()) break;
      return take(buffer_.held().size());
    }
    DP_CHECK(buffer_.fill(end_));
  }
  return std::nullopt;
}

bool LineSlicer::begins_with_long_line() const noexcept {
  // Only then are more bytes held than a block has.
  return buffer_.held().size() > kMaxLine && buffer_.held().find('\n') > kMaxLine;
}

std::size_t LineSlicer::whole_lines() const {
  // After that may lie the end of a line that is too long, and is to come cut however much is
  // held of it.
  const auto bytes = buffer_.held().substr(0, kMaxLine + 1);
  const std::uint64_t left = buffer_.held_before(end_);
  std::size_t complete = bytes.size();
  if (left <= bytes.size()) {
    // The last line of the slice is the one that its last byte lies in.
    const auto newline = bytes.find('\n', left - 1);
    if (newline != std::string_view::npos) return newline + 1;
    complete = left - 1;
  }
  const auto newline = bytes.substr(0, complete).rfind('\n');
  return newline == std::string_view::npos ? 0 : newline + 1;
}

LineSlicer::Block LineSlicer::take(std::size_t size) {
  Block block;
  block.data = buffer_.held().substr(0, size);
  block.offset = buffer_.offset();
  block.place = buffer_.place_of(block.data);
  block.first = block.offset == 0;
  block.last = buffer_.at_end_of_item() && size == buffer_.held().size();
  buffer_.drop(size);
  return block;
}

/// False: the line goes on to the end of what there is.
Result<bool> LineSlicer::skip_to_line_start() {
  while (true) {
    const auto bytes = buffer_.held();
    const auto newline = bytes.find('\n');
    const auto skipped = newline == std::string_view::npos ? bytes.size() : newline + 1;
    buffer_.drop(skipped);
    if (newline != std::string_view::npos) return true;
    if (buffer_.at_end() || buffer_.offset() >= end_) return false;
    DP_CHECK(buffer_.fill(end_));
  }
}

std::optional<LineSlicer::Break> LineSlicer::broken_off() const {
  if (!begun_ || !buffer_.at_end() || buffer_.damage().empty() || buffer_.offset() >= end_)
    return std::nullopt;
  const auto held = buffer_.held();
  return Break{buffer_.offset(), buffer_.own_bytes(buffer_.place_of(held), held.size()),
               buffer_.damage()};
}

}  // namespace dp::input
