// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "json/reader.hpp"
#include "json/values_in.hpp"

// Records of items that are values one after the other. A record is a value and what separates it
// from the one before; the last one is all that follows to the end of the item too.

namespace dp::json {
namespace {

std::size_t size_of_mark(const Input& input) noexcept {
  return input.first() ? scan::size_of_bom(input.data()) : 0;
}

std::string_view head_of(const Input& input) noexcept {
  return input.head().empty() ? input.data() : input.head();
}

}  // namespace

/// Go through the records of a piece, and take them if there is a call. Returns what is consumed.
Result<std::size_t> Reader::pass_values(const Input& input, Call* call, ReadCount& count) {
  const auto data = input.data();
  const auto stop = std::min(input.stop(), data.size());
  ValueEnds ends(marks_, data, is_sequence(head_of(input)), input.last());
  std::size_t at = 0;
  while (at < stop) {
    const auto begin = after_separators(data, at == 0 ? size_of_mark(input) : at);
    if (begin == data.size()) return input.last() || (input.full() && at == 0) ? begin : at;
    const auto end = ends.of(begin);
    const auto size = std::min(end, data.size()) - at;
    if (end == ValueEnds::kNone && !input.last() && size <= kMostOfRecord &&
        (!input.full() || at != 0))
      return at;
    if (call != nullptr) DP_CHECK(take_value(*call, at, begin, end));
    if (call == nullptr && at == 0) {
      count.record_begin = begin;
      count.record_end = std::min(end, data.size());
    }
    if (size > kMostOfRecord || (end == ValueEnds::kNone && !input.last())) return kRest;
    at = at + size;
  }
  return at;
}

/// Add the record whose value is call.data[begin, end), or reject it. `from`: where it begins.
Status Reader::take_value(Call& call, std::size_t from, std::size_t begin, std::size_t end) {
  const auto to = std::min(end, call.data.size());
  if (to - from <= kMostOfRecord && (end != ValueEnds::kNone || call.input.last()))
    return records_.take(call, begin, to);
  return call.reject(begin, to,
                     "value: does not end within " +
                         std::to_string(std::min(to - from, kMostOfRecord)) + " bytes");
}

Status Reader::read_values(Call& call) {
  DP_TRY(const auto consumed, pass_values(call.input, &call, call.count));
  const auto size = consumed == kRest ? call.data.size() : consumed;
  call.count.consumed = consumed == kRest ? DP_REST : consumed;
  call.count.lines = scan::newlines_in(call.data.substr(0, size));
  const bool ends = call.input.last() && size == call.data.size();
  if (ends && !call.data.ends_with('\n')) ++call.count.lines;
  return {};
}

std::size_t Reader::find_value(const Input& input) {
  const auto data = input.data();
  if (is_sequence(head_of(input))) return std::min(data.find(kRecordMark, 1), data.size());
  if (opened_ != input.item()) {
    between_ = {{}, border_of_values(input.head())};
    opened_ = input.item();
  }
  return between_.find(data);
}

}  // namespace dp::json
