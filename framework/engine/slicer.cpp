// SPDX-License-Identifier: Apache-2.0
#include "engine/slicer.hpp"

#include <algorithm>
#include <cstring>

namespace dp::engine {

LineSlicer::LineSlicer(std::size_t block_bytes)
    : block_bytes_(block_bytes), buffer_(block_bytes + DP_PADDING) {}

Status LineSlicer::open(const Slice& slice) {
  // A slice that begins inside the item looks at the byte before it: if that is a newline, the
  // slice's first byte begins a line.
  const std::uint64_t begin = slice.begin == 0 ? 0 : slice.begin - 1;
  DP_TRY(source_, open_source(slice.path, slice.stamp, slice.packing, begin));
  from_ = have_ = 0;
  offset_ = begin;
  end_ = slice.end;
  at_end_ = skipping_ = false;
  if (slice.packing != Packing::plain) DP_CHECK(skip_bytes(begin));
  if (slice.begin != 0) DP_CHECK(skip_to_line_start());
  return {};
}

Result<std::optional<LineSlicer::Block>> LineSlicer::next() {
  if (skipping_) DP_CHECK(skip_to_line_start());
  skipping_ = false;
  while (offset_ < end_) {
    if (begins_with_long_line()) {
      auto block = take(kMaxLine);
      block.cut = skipping_ = true;
      return block;
    }
    if (const auto size = whole_lines(); size != 0) return take(size);
    if (at_end_) {
      if (from_ == have_) break;
      return take(have_ - from_);
    }
    DP_CHECK(fill());
  }
  return std::nullopt;
}

bool LineSlicer::begins_with_long_line() const noexcept {
  // Only then are more bytes held than a block has.
  return have_ - from_ > kMaxLine && held().find('\n') > kMaxLine;
}

std::size_t LineSlicer::whole_lines() const noexcept {
  const auto bytes = held();
  if (bytes.empty()) return 0;
  const std::uint64_t left = end_ - offset_;
  if (left <= bytes.size()) {
    // The last line of the slice is the one that its last byte lies in.
    const auto newline = bytes.find('\n', left - 1);
    if (newline != std::string_view::npos) return newline + 1;
    if (at_end_) return bytes.size();
    return 0;
  }
  const auto* newline = static_cast<const char*>(memrchr(bytes.data(), '\n', bytes.size()));
  return newline == nullptr ? 0 : static_cast<std::size_t>(newline - bytes.data()) + 1;
}

LineSlicer::Block LineSlicer::take(std::size_t size) {
  Block block;
  block.data = held().substr(0, size);
  block.offset = offset_;
  block.first = offset_ == 0;
  block.last = at_end_ && from_ + size == have_;
  from_ += size;
  offset_ += size;
  return block;
}

Status LineSlicer::fill() {
  std::memmove(buffer_.data(), buffer_.data() + from_, have_ - from_);
  have_ -= from_;
  from_ = 0;
  const auto least = std::max<std::size_t>(1, block_bytes_ / 2);
  if (have_ + least > buffer_.size() - DP_PADDING)
    buffer_.resize(std::min(2 * buffer_.size(), kMaxLine + 2 * block_bytes_ + DP_PADDING));
  // Near the slice's end only the rest of its last line is wanted.
  constexpr std::uint64_t kBeyond = 4096;
  const std::uint64_t read_to = offset_ + have_;
  std::uint64_t wanted = buffer_.size() - DP_PADDING - have_;
  if (end_ != kWholeItem)
    wanted = std::min(wanted, read_to < end_ ? end_ - read_to + kBeyond : kBeyond);
  DP_TRY(const auto got, source_->read(buffer_.data() + have_, wanted));
  at_end_ = got < wanted;
  have_ += got;
  std::memset(buffer_.data() + have_, 0, DP_PADDING);
  return {};
}

Status LineSlicer::skip_bytes(std::uint64_t size) {
  while (size > 0) {
    const auto wanted = std::min<std::uint64_t>(size, block_bytes_);
    DP_TRY(const auto got, source_->read(buffer_.data(), wanted));
    if (got < wanted) {
      at_end_ = true;
      return {};
    }
    size -= got;
  }
  return {};
}

Status LineSlicer::skip_to_line_start() {
  while (true) {
    const auto bytes = held();
    const auto newline = bytes.find('\n');
    const auto skipped = newline == std::string_view::npos ? bytes.size() : newline + 1;
    from_ += skipped;
    offset_ += skipped;
    if (newline != std::string_view::npos || at_end_ || offset_ >= end_) return {};
    DP_CHECK(fill());
  }
}

}  // namespace dp::engine
