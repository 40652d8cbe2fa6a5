// SPDX-License-Identifier: Apache-2.0
#include "input/line_index.hpp"

#include <algorithm>
#include <iterator>

namespace dp::input {
namespace {

constexpr std::size_t kBetweenMarks = 256 << 10;

}  // namespace

void LineIndex::add(std::string_view bytes) {
  if (const auto end = ends_.last(bytes); end != 0) end_ = size_ + end;
  lines_ += ends_.count(bytes);
  size_ += bytes.size();
  if (size_ - marks_.rbegin()->first >= kBetweenMarks) marks_.emplace(size_, lines_);
}

Result<std::uint64_t> LineIndex::line_of(std::uint64_t offset, const Read& read) {
  if (offset == 0) return 1;
  const auto mark = std::prev(marks_.upper_bound(offset));
  if (counted_to_ > offset || counted_to_ < mark->first) {
    counted_to_ = mark->first;
    counted_ = mark->second;
  }
  while (counted_to_ < offset) {
    DP_TRY(const auto bytes,
           read(counted_to_, std::min<std::uint64_t>(kBetweenMarks, offset - counted_to_)));
    if (bytes.empty()) break;
    counted_ += ends_.count(bytes);
    counted_to_ += bytes.size();
  }
  return counted_ + 1;
}

std::uint64_t LineIndex::forget_before(std::uint64_t offset) {
  const auto mark = std::prev(marks_.upper_bound(offset));
  marks_.erase(marks_.begin(), mark);
  return mark->first;
}

}  // namespace dp::input
