// SPDX-License-Identifier: Apache-2.0
#include "input/item_buffer.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <cstring>

namespace dp::input {

ItemBuffer::ItemBuffer(std::size_t block_bytes, std::size_t most_bytes)
    : block_bytes_(block_bytes), most_bytes_(most_bytes), buffer_(block_bytes + DP_PADDING) {}

Status ItemBuffer::open(const protocol::Slice& slice, std::uint64_t begin) {
  const bool is_plain = slice.compression == protocol::Compression::none;
  DP_TRY(source_,
         open_source(slice.file(), slice.stamp, slice.compression, is_plain ? begin : 0));
  from_ = have_ = 0;
  offset_ = begin;
  at_end_ = false;
  more_ = slice.more;
  return is_plain ? Status() : skip_bytes(begin);
}

Status ItemBuffer::fill(std::uint64_t end) {
  std::memmove(buffer_.data(), buffer_.data() + from_, have_ - from_);
  have_ -= from_;
  from_ = 0;
  const auto least = std::max<std::size_t>(1, block_bytes_ / 2);
  if (have_ + least > buffer_.size() - DP_PADDING)
    buffer_.resize(std::min(2 * buffer_.size(), most_bytes_ + 2 * block_bytes_ + DP_PADDING));
  // Near the slice's end only the rest of its last record is wanted; if that is long, twice as
  // much each time.
  const std::uint64_t beyond = std::max<std::uint64_t>(4096, have_);
  const std::uint64_t read_to = offset_ + have_;
  std::uint64_t wanted = buffer_.size() - DP_PADDING - have_;
  if (end != protocol::kWholeItem)
    wanted = std::min(wanted, read_to < end ? end - read_to + beyond : beyond);
  DP_TRY(const auto got, source_->read(buffer_.data() + have_, wanted));
  at_end_ = got < wanted;
  have_ += got;
  std::memset(buffer_.data() + have_, 0, DP_PADDING);
  return {};
}

Status ItemBuffer::skip_bytes(std::uint64_t size) {
  while (size > 0) {
    const auto wanted = std::min<std::uint64_t>(size, block_bytes_);
    if (alive_) alive_();
    DP_TRY(const auto got, source_->read(buffer_.data(), wanted));
    if (got < wanted) {
      at_end_ = true;
      return {};
    }
    size -= got;
  }
  return {};
}

}  // namespace dp::input
