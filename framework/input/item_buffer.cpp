// SPDX-License-Identifier: Apache-2.0
#include "input/item_buffer.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <cstring>

namespace dp::input {

namespace {

/// Some characters in any encoding.
constexpr std::uint64_t kLeastBytes = 16;

}  // namespace

ItemBuffer::ItemBuffer(std::size_t block_bytes, std::size_t most_bytes)
    : block_bytes_(block_bytes), most_bytes_(most_bytes), buffer_(block_bytes + DP_PADDING) {}

Status ItemBuffer::open(const protocol::Slice& slice, std::uint64_t begin, bool inside) {
  const bool is_plain = slice.compression == protocol::Compression::none;
  auto encoding = slice.text;
  if (!is_plain) {
    DP_TRY(source_, open_source(slice.file(), slice.stamp, slice.compression, 0));
    DP_TRY(encoding, look_into(source_, encoding));
  }
  DP_CHECK(decode(encoding));
  if (text_ != nullptr) begin = text_->begin(begin, inside);
  if (is_plain) {
    DP_TRY(source_, open_source(slice.file(), slice.stamp, slice.compression, begin));
  }
  from_ = have_ = 0;
  offset_ = begin;
  at_end_ = false;
  more_ = slice.more;
  return is_plain ? Status() : skip_bytes(begin);
}

Status ItemBuffer::decode(const protocol::TextEncoding& encoding) {
  if (!encoding.decodes()) {
    text_.reset();
  } else if (text_ == nullptr || text_->encoding() != encoding) {
    DP_TRY(text_, TextOrigin::open(encoding));
  }
  return {};
}

std::uint64_t ItemBuffer::held_before(std::uint64_t offset) const {
  if (text_ == nullptr) return offset - std::min(offset, offset_);
  if (offset > text_->end()) return protocol::kWholeItem;
  const auto place = text_->place_of(offset);
  return place - std::min(place, from_);
}

Status ItemBuffer::fill(std::uint64_t end) {
  if (text_ != nullptr) return fill_text(end);
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

Status ItemBuffer::fill_text(std::uint64_t end) {
  const auto dropped = text_->drop(from_);
  std::memmove(buffer_.data(), buffer_.data() + dropped, have_ - dropped);
  have_ -= dropped;
  from_ -= dropped;
  const std::uint64_t beyond = std::max<std::uint64_t>(4096, have_);
  auto wanted = std::max<std::uint64_t>(
      {kLeastBytes, block_bytes_ - std::min(block_bytes_, have_), have_});
  if (end != protocol::kWholeItem)
    wanted = std::min(wanted, text_->end() < end ? end - text_->end() + beyond : beyond);
  DP_TRY(const auto got, source_->read(text_->room(wanted), wanted));
  at_end_ = got < wanted;
  text_->add(got);
  make_text();
  offset_ = text_->offset_of(from_);
  return {};
}

/// Make text of all bytes that have come.
void ItemBuffer::make_text() {
  const bool is_beginning = have_ == 0 && text_->offset_of(0) == 0;
  while (true) {
    const auto room = have_ + kMostMade * (text_->waiting() + 1) + DP_PADDING;
    if (buffer_.size() < room) buffer_.resize(room);
    const auto made = text_->convert(buffer_.data() + have_,
                                     buffer_.size() - DP_PADDING - have_, at_end_ && !more_);
    have_ += made;
    if (made == 0 || text_->waiting() == 0) break;
  }
  std::memset(buffer_.data() + have_, 0, DP_PADDING);
  if (is_beginning) blank_declared_encoding(buffer_.data(), have_);
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
