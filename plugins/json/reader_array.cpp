// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "json/reader.hpp"

// Records of an array's items. A record is an element and the comma behind it; the last one is
// the last element and all that follows to the end of the item. So what a record is follows from
// its own bytes, wherever a piece begins.

namespace dp::json {
namespace {

constexpr const char* kUnclosed = "array: got the end, want ',' or ']'";

std::uint64_t newlines_in(std::string_view text) noexcept {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

std::size_t blanks_at(std::string_view text, std::size_t at) noexcept {
  return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

/// What the elements of the array that begins at text[begin] begin with, from the comma on; empty
/// if that cannot be told.
std::string signature_of(std::string_view text, std::size_t begin) {
  const auto extent = scan_element(text.data(), begin, text.size());
  if (extent.how != End::comma) return {};
  const auto value = blanks_at(text, extent.at + 1);
  if (value == text.size()) return {};
  auto end = value + 1;
  if (text[value] == '{') {
    end = std::min(blanks_at(text, end), text.size() - 1) + 1;
    if (text[end - 1] == '"') end = std::min(text.find('"', end), text.size() - 1) + 1;
  } else if (text[value] != '[') {
    end = value;
  }
  return std::string(text.substr(extent.at, end - extent.at));
}

}  // namespace

/// Where the array of the input's item begins, as far as its head tells.
const Opening& Reader::opening_of(const Input& input) {
  if (opened_ == input.item()) return opening_;
  const bool has_head = !input.head().empty();
  opened_.reset();
  signature_.clear();
  opening_ = Opening{Opening::State::cut, 0, {}, {}};
  if (!has_head && !input.first()) return opening_;
  // Padding is not promised behind a head.
  std::string head(has_head ? input.head() : input.data());
  const auto size = head.size();
  head.append(DP_PADDING, '\0');
  const std::string_view text(head.data(), size);
  opening_ = find_array(text, has_head ? size < DP_HEAD_BYTES : input.last(), layout_.at);
  if (opening_.state == Opening::State::found) signature_ = signature_of(text, opening_.begin);
  if (has_head) opened_ = input.item();
  return opening_;
}

/// Where the first record of a piece begins; what is not its array is passed over, or set aside.
/// nullopt: there is none, or more bytes are needed.
Result<std::optional<std::size_t>> Reader::first_record(const Input& input, Output* out) {
  const auto size = input.data().size();
  const bool all = input.last() || input.full();
  if (opening_of(input).state == Opening::State::cut && input.first())
    opening_ = find_array(input.data(), input.last(), layout_.at);
  if (opening_.state == Opening::State::wrong ||
      (opening_.state == Opening::State::cut && input.first())) {
    if (opening_.state == Opening::State::cut && !all) return std::nullopt;
    const auto why = opening_.state == Opening::State::wrong
                         ? opening_.why
                         : "does not begin within " + std::to_string(size) + " bytes";
    if (input.first() && out != nullptr)
      DP_CHECK(out->reject(0, input.data().substr(0, kKeptOfLong), "array: " + why));
    return size;
  }
  if (!input.first()) return 0;
  if (opening_.begin >= size && !all) return std::nullopt;
  return opening_.begin;
}

/// Where the record behind the one at `at` begins, which is of this extent; nullopt if more bytes
/// are needed to say.
std::optional<std::size_t> Reader::next_record(const Input& input, std::size_t at,
                                               const Extent& extent) noexcept {
  const auto size = input.data().size();
  const bool inner = extent.how == End::comma || extent.how == End::newline;
  // Where nothing follows, nothing would be read: what is missing there is of this record.
  if (inner && extent.at + 1 < size) return extent.at + 1;
  if (input.last() || (input.full() && at == 0)) return size;
  return std::nullopt;
}

Status Reader::read_array(Call& call) {
  const auto& data = call.data;
  call.stop = std::min(call.input.stop(), data.size());
  DP_TRY(const auto begin, first_record(call.input, &call.out));
  if (!begin) return {};
  call.at = *begin;
  call.opens = call.input.first();
  marks_.start(data.data(), call.at, data.size());
  if (call.opens && call.at >= data.size() && opening_.state == Opening::State::found)
    DP_CHECK(reject(call, data.size(), data.size(), kUnclosed));
  while (call.at < call.stop && !call.cut) DP_CHECK(read_element(call));
  call.count.consumed = call.at;
  call.count.lines = newlines_in(data.substr(0, call.at));
  const bool ends = call.input.last() && call.at == data.size();
  if (ends && !data.ends_with('\n')) ++call.count.lines;
  return {};
}

/// Read the value that begins behind call.at, and what ends it.
Reader::Element Reader::next_element(const Call& call) {
  const char* const text = call.data.data();
  const auto begin = blanks_at(call.data, call.at);
  Element element;
  walker_.set_limit(call.data.size(), call.input.last());
  marks_.begin_record();
  std::uint32_t mark = 0;
  const bool read = walker_.read(element.value);
  if (read && walker_.next(mark)) {
    element.right = text[mark] == ',' || text[mark] == ']';
    if (!element.right) element.why = walker_.misplaced(mark, "',' or ']'", begin);
    element.extent = {text[mark] == ',' ? End::comma : End::bracket, mark};
    if (element.right) return element;
  } else {
    element.why = read ? kUnclosed : walker_.explain(begin);
    element.extent = {End::none, call.data.size()};
    if (walker_.fault().ended) return element;
  }
  element.ascii = marks_.ascii();
  element.extent = scan_element(text, call.at, call.data.size());
  return element;
}

Status Reader::read_element(Call& call) {
  auto element = next_element(call);
  element.ascii = marks_.ascii();
  const auto next = next_record(call.input, call.at, element.extent);
  if (!next) {
    call.cut = true;
    return {};
  }
  const auto end = element.extent.at;
  const auto size = call.data.size();
  const auto begin = std::min(blanks_at(call.data, call.at), end);
  const bool empty = begin == end && element.extent.how == End::bracket && call.opens;
  if (element.extent.how == End::none && !call.input.last())
    DP_CHECK(reject(call, begin, end,
                    "element: does not end within " + std::to_string(size) + " bytes"));
  else if (element.right)
    DP_CHECK(take(call, element.value, begin, end, element.ascii));
  else if (!empty)
    DP_CHECK(reject(call, begin, end, begin == size ? kUnclosed : element.why));
  if (element.extent.how == End::bracket)
    DP_CHECK(read_tail(call, end + 1, element.right));
  else if (*next == size && element.extent.how != End::none && call.input.last())
    DP_CHECK(reject(call, size, size, kUnclosed));
  if (!element.right && !marks_.broken()) marks_.move_to(*next);
  if (!element.right && (marks_.broken() || element.extent.how == End::newline))
    marks_.start(call.data.data(), *next, size);
  call.opens = false;
  call.at = *next;
  return {};
}

/// Check what stands behind the array, from `at` to the end of the item.
Status Reader::read_tail(Call& call, std::size_t at, bool by_marks) {
  const auto tail = call.data.substr(at);
  if (!call.input.last())
    return reject(call, at, call.data.size(),
                  "behind the array: more than " + std::to_string(tail.size()) + " bytes");
  if (opening_.state != Opening::State::found) return {};
  if (!by_marks) marks_.start(call.data.data(), at, call.data.size());
  walker_.set_limit(call.data.size(), true);
  if (!walker_.read_rest(opening_.objects))
    return reject(call, at, call.data.size(), "behind the array: " + walker_.explain(at));
  if (bad_utf8(tail) == tail.size()) return {};
  return reject(call, at, call.data.size(), "behind the array: " + not_utf8(tail));
}

Result<std::uint64_t> Reader::skip(const Input& input) {
  const auto data = input.data();
  const auto stop = std::min(input.stop(), data.size());
  DP_TRY(const auto begin, first_record(input, nullptr));
  std::size_t at = begin.value_or(0);
  if (begin) marks_.start(data.data(), at, data.size());
  while (begin && at < stop) {
    const auto extent = scan_element(marks_, at);
    const auto next = next_record(input, at, extent);
    if (!next) break;
    at = *next;
    if (marks_.broken()) marks_.start(data.data(), at, data.size());
  }
  return at;
}

std::size_t Reader::find(const Input& input) {
  const auto data = input.data();
  const auto& opening = opening_of(input);
  if (opening.state != Opening::State::found || signature_.empty()) return data.size();
  const auto found = data.find(signature_);
  return found == std::string_view::npos ? data.size() : std::min(found + 1, data.size());
}

}  // namespace dp::json
