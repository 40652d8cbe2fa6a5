// SPDX-License-Identifier: Apache-2.0
#include "input/record_slicer.hpp"

#include <algorithm>

namespace dp::input {

RecordSlicer::RecordSlicer(std::size_t block_bytes)
    : block_bytes_(block_bytes), buffer_(block_bytes, kMaxRecord) {}

void RecordSlicer::want_head(std::size_t bytes) {
  head_bytes_ = std::max<std::size_t>(DP_HEAD_BYTES, bytes);
}

Status RecordSlicer::open(const protocol::Slice& slice, const Find& find) {
  end_ = slice.end;
  item_size_ = slice.stamp.size;
  passed_ = false;
  hungry_ = false;
  const bool exact = slice.exact || slice.begin == 0;
  DP_CHECK(read_head(slice));
  if (slice.begin == 0) return {};  // the head's bytes are what it begins with
  DP_CHECK(buffer_.open(slice, exact ? slice.begin : slice.begin - 1, !exact));
  return exact ? Status() : find_first(find);
}

Status RecordSlicer::read_head(const protocol::Slice& slice) {
  const bool known = !head_.empty() && head_of_ == slice.stamp;
  if (known && slice.begin != 0) return {};
  DP_CHECK(buffer_.open(slice, 0));
  if (known) return {};
  while (buffer_.held().size() < head_bytes_ && !buffer_.at_end())
    DP_CHECK(buffer_.fill(slice.begin == 0 ? slice.end : head_bytes_));
  head_ = buffer_.held().substr(0, head_bytes_);
  head_of_ = slice.stamp;
  return {};
}

Status RecordSlicer::find_first(const Find& find) {
  while (buffer_.offset() + 1 < end_) {
    DP_CHECK(buffer_.fill(protocol::kWholeItem));
    const auto shown = block();
    const auto size = shown.data.size();
    if (size < 2) break;
    DP_TRY(const auto at, find(shown));
    if (at >= 1 && at < size) {
      buffer_.drop(static_cast<std::size_t>(at));
      return {};
    }
    buffer_.drop(size - 1);
    if (shown.last) break;
  }
  end_ = 0;  // no record begins in this slice
  return {};
}

RecordSlicer::Block RecordSlicer::block() const {
  Block block;
  block.data = buffer_.held().substr(0, kMaxRecord);
  block.offset = buffer_.offset();
  block.place = buffer_.place_of(block.data);
  block.stop = static_cast<std::size_t>(
      std::min<std::uint64_t>(buffer_.held_before(end_), block.data.size()));
  block.first = block.offset == 0;
  block.last = buffer_.at_end_of_item() && block.data.size() == buffer_.held().size();
  block.full = block.data.size() >= kMaxRecord;
  return block;
}

Result<std::optional<RecordSlicer::Block>> RecordSlicer::next() {
  if (passed_ || buffer_.offset() >= end_) return std::nullopt;
  // A remainder is not worth a call while there is more to read.
  if (!buffer_.at_end() && (hungry_ || buffer_.held().size() < block_bytes_ / 2))
    DP_CHECK(buffer_.fill(end_));
  else if (hungry_)
    return std::nullopt;  // the rest of the record is not there
  hungry_ = false;
  if (buffer_.held().empty()) return std::nullopt;
  return block();
}

std::optional<LineSlicer::Break> RecordSlicer::broken_off() const {
  if (passed_ || !buffer_.at_end() || buffer_.damage().empty() || buffer_.offset() >= end_)
    return std::nullopt;
  const auto held = buffer_.held();
  return LineSlicer::Break{buffer_.offset(),
                           buffer_.own_bytes(buffer_.place_of(held), held.size()),
                           buffer_.damage()};
}

Status RecordSlicer::consume(std::uint64_t size) {
  const auto held = block().data.size();
  if (size == DP_REST && held >= kMaxRecord) {
    passed_ = true;
    return {};
  }
  if (size > held)
    return fail(Errc::bug, "read sets count.consumed past its data (got " +
                               std::to_string(size) + ", expected at most " +
                               std::to_string(held) + ")");
  if (size == 0 && (block().last || held >= kMaxRecord))
    return fail(Errc::bug, "read sets count.consumed to 0 where no more bytes can come: of " +
                               std::to_string(held) +
                               " bytes it must take some, if only as a reject");
  hungry_ = size == 0;
  buffer_.drop(static_cast<std::size_t>(size));
  return {};
}

}  // namespace dp::input
