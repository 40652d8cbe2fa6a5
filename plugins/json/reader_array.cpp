// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "json/reader.hpp"
#include "values/text.hpp"

// Records of an array's items. A record is an element and the comma after it; the first one is
// all before the array too, and the last one all that follows to the end of the item. So what a
// record is follows from its own bytes, wherever a piece begins. Of an object the same: its
// elements are members.

namespace dp::json {
namespace {

/// What holds the records: an array, or an object whose members they are.
std::string word(Records records) { return records == Records::object ? "object" : "array"; }
char close(Records records) noexcept { return records == Records::object ? '}' : ']'; }

std::string unclosed(Records records) {
  return word(records) + ": got the end, expected ',' or '" + close(records) + "'";
}

/// Find the array or object of records.
Opening find_opening(std::string_view text, bool final, const Layout& layout) {
  const auto& at = layout.chosen.at;
  return layout.records == Records::object ? find_object(text, final, at)
                                           : find_array(text, final, at);
}

/// Where the element at the marks ends, which begins at `at`.
Extent next_extent(Marks& marks, std::size_t at, Records records) noexcept {
  const auto extent = scan_element(marks, at, close(records));
  // They end where a string is wrong: the elements after it have marks again.
  const auto end = std::min(extent.at + 1, marks.end());
  if (marks.broken()) marks.start(marks.text(), end, marks.end());
  return extent;
}

std::string within(std::size_t size) {
  return "within " + std::to_string(std::min(size, kMostOfRecord)) + " bytes";
}

std::size_t blanks_at(std::string_view text, std::size_t at) noexcept {
  return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

/// What the `count` containers are, the outermost first, that a text closes and does not open:
/// which are objects. Those that it leaves open are taken for objects.
std::vector<bool> closed_by(std::string_view text, std::size_t count) {
  std::vector<bool> objects;  // the innermost first
  std::size_t depth = 0;
  bool string = false;
  for (std::size_t at = 0; at < text.size() && objects.size() < count; ++at) {
    const char byte = text[at];
    if (string && byte == '\\') ++at;
    if (byte == '"') string = !string;
    if (string) continue;
    if (byte == '{' || byte == '[') ++depth;
    if (byte != '}' && byte != ']') continue;
    if (depth == 0)
      objects.push_back(byte == '}');
    else
      --depth;
  }
  objects.resize(count, true);
  std::reverse(objects.begin(), objects.end());
  return objects;
}

/// Tell where the element lies that is in text[begin, end).
void tell_element(std::string_view text, std::size_t begin, std::size_t end,
                  ReadCount& count) noexcept {
  begin = std::min(blanks_at(text, begin), end);
  const auto size = text.substr(begin, end - begin).find_last_not_of(" \t\r\n") + 1;
  if (size == 0) return;
  count.record_begin = begin;
  count.record_end = begin + size;
}

/// Where the record after the one at `at` begins, whose element is of this extent; nullopt if
/// more bytes are needed to say, kRest if it is too long.
std::optional<std::size_t> next_record(const Input& input, std::size_t at,
                                       const Extent& extent) noexcept {
  const auto size = input.data().size();
  if (extent.at - at > kMostOfRecord) return kRest;
  const bool inner = extent.how == End::comma || extent.how == End::newline;
  // Where nothing follows, nothing would be read: what is missing there is of this record.
  const bool full = input.full() && !input.last();
  if (inner && (extent.at + 1 < size || full)) return extent.at + 1;
  if (input.last()) return size;
  if (size - at > kMostOfRecord || (full && at == 0)) return kRest;
  return std::nullopt;
}

}  // namespace

/// Where the array of the input's item begins, as far as its head tells.
const Opening& Reader::opening_of(const Input& input) {
  if (opened_ == input.item()) return opening_;
  const bool has_head = !input.head().empty();
  opened_.reset();
  told_by_head_ = false;
  between_ = {};
  opening_ = Opening{Opening::State::cut, 0, {}, {}};
  if (!has_head && !input.first()) return opening_;
  // Padding is not promised after a head.
  std::string head(has_head ? input.head() : input.data());
  const auto size = head.size();
  head.append(DP_PADDING, '\0');
  const std::string_view text(head.data(), size);
  opening_ = find_opening(text, has_head ? size < DP_HEAD_BYTES : input.last(), layout_);
  told_by_head_ = opening_.state != Opening::State::cut;
  if (opening_.state == Opening::State::found)
    between_ = is_object() ? between_members(text, opening_.begin)
                           : between_elements(text, opening_.begin);
  if (has_head) opened_ = input.item();
  return opening_;
}

/// Where the first record of a piece begins; what is not its array is passed over, or rejected.
/// nullopt: there is none, or more bytes are needed.
Result<std::optional<std::size_t>> Reader::first_record(const Input& input, Output* out) {
  const auto size = input.data().size();
  const bool all = input.last() || input.full();
  using State = Opening::State;
  opening_of(input);
  // What the head does not tell only the first piece does: then it is a record, to its end.
  if (!told_by_head_ && !input.first()) return 0;
  if (!told_by_head_) opening_ = find_opening(input.data(), input.last(), layout_);
  const bool found = opening_.state == State::found && opening_.begin <= kMostOfRecord;
  if (!found && (input.first() || opening_.state == State::wrong)) {
    if (!told_by_head_ && !all) return std::nullopt;
    // The head is the same wherever the first piece ends.
    const auto bytes = input.head().empty() ? input.data() : input.head();
    const auto why =
        opening_.state == State::wrong
            ? opening_.why + advice_on(bytes, opening_.wrong_at, layout_.chosen.lenience)
            : "does not begin " + within(size);
    if (input.first() && out != nullptr)
      DP_CHECK(scan::reject(*out, 0, bytes, word(layout_.records) + ": " + why));
    return (told_by_head_ && opening_.state == State::wrong) || input.last() ? size : kRest;
  }
  if (!input.first()) return 0;
  if (opening_.begin >= size && !all) return std::nullopt;
  return opening_.begin;
}

Status Reader::read_array(Call& call) {
  const auto& data = call.data;
  DP_TRY(const auto begin, first_record(call.input, &call.out));
  if (!begin) return {};
  call.at = *begin;
  call.opens = is_opening(call.input, call.at);
  marks_.start(data.data(), call.at, data.size());
  if (call.opens && call.at >= data.size())
    DP_CHECK(call.reject(data.size(), data.size(), unclosed(layout_.records)));
  while (call.at < data.size() && call.start() < call.stop && !call.cut)
    DP_CHECK(read_element(call));
  call.at = call.cut ? call.start() : call.at;
  call.count.consumed = call.at == kRest ? DP_REST : call.at;
  call.count.lines = scan::newlines_in(data.substr(0, call.at));
  const bool ends = call.input.last() && call.at == data.size();
  if (ends && !data.ends_with('\n')) ++call.count.lines;
  return {};
}

/// Whether the first element of the array begins at `at`.
bool Reader::is_opening(const Input& input, std::size_t at) const noexcept {
  return input.first() && opening_.state == Opening::State::found && opening_.begin == at;
}

Status Reader::read_element(Call& call) {
  const auto size = call.data.size();
  const auto extent = next_extent(marks_, call.at, layout_.records);
  const auto next = next_record(call.input, call.start(), extent);
  if (!next) {
    call.cut = true;
    return {};
  }
  DP_CHECK(take_element(call, extent));
  if (extent.how == End::bracket && extent.at - call.start() <= kMostOfRecord)
    DP_CHECK(read_tail(call, extent.at + 1));
  else if (*next == size && extent.how != End::none && call.input.last())
    DP_CHECK(call.reject(size, size, unclosed(layout_.records)));
  call.opens = false;
  call.at = *next;
  return {};
}

/// Add the element at call.at, or reject it.
Status Reader::take_element(Call& call, const Extent& extent) {
  const auto end = extent.at;
  const auto size = call.data.size();
  const auto begin = std::min(blanks_at(call.data, call.at), end);
  const bool closed = extent.how == End::comma || extent.how == End::bracket;
  if (end - call.start() > kMostOfRecord || (extent.how == End::none && !call.input.last()))
    return call.reject(begin, end,
                       (is_object() ? "member: does not end " : "element: does not end ") +
                           within(size - call.start()));
  if (begin == end && closed) {
    if (extent.how == End::bracket && call.opens) return {};
    return call.reject(
        begin, end,
        "byte 1: got " + values::shown(call.data.substr(end, 1)) +
            (is_object() ? ", expected a name in quotes" : ", expected a value") +
            (extent.how == End::bracket ? advice_on_comma(layout_.chosen.lenience) : ""));
  }
  if (extent.how != End::none) return records_.take(call, begin, end);
  Value value;
  const auto text = call.data.substr(begin, end - begin);
  const bool right = begin == end || records_.read(text, value);
  return call.reject(begin, end, right ? unclosed(layout_.records) : records_.explain(text));
}

/// Check what follows the array, from `at` to the end of the item.
Status Reader::read_tail(Call& call, std::size_t at) {
  const auto tail = call.data.substr(at);
  const auto size = call.data.size() - call.start();
  if (!call.input.last() || size > kMostOfRecord)
    return call.reject(at, call.data.size(),
                       "after the " + word(layout_.records) + ": does not end " + within(size));
  // Only the worker that read the first piece knows of an array after the head. So that all say
  // the same, the tail itself then tells what it closes.
  const bool told = opened_ == call.input.item() && told_by_head_;
  const auto objects = told ? opening_.objects : closed_by(tail, layout_.chosen.at.size());
  if (records_.walker().read_rest(tail, objects)) return {};
  return call.reject(at, call.data.size(),
                     "after the " + word(layout_.records) + ": " + records_.explain(tail));
}

Result<std::uint64_t> Reader::skip(const Input& input, ReadCount& count) {
  if (layout_.records == Records::values) {
    DP_TRY(const auto consumed, pass_values(input, nullptr, count));
    return consumed == kRest ? DP_REST : consumed;
  }
  const auto data = input.data();
  const auto stop = std::min(input.stop(), data.size());
  DP_TRY(const auto begin, first_record(input, nullptr));
  if (!begin) return 0;
  std::size_t at = *begin;
  std::size_t start = is_opening(input, at) ? 0 : at;
  marks_.start(data.data(), at, data.size());
  while (at < data.size() && start < stop) {
    const auto extent = next_extent(marks_, at, layout_.records);
    const auto next = next_record(input, start, extent);
    if (!next) return start;
    if (at == *begin) tell_element(data, at, extent.at, count);
    start = at = *next;
  }
  return at == kRest ? DP_REST : at;
}

std::size_t Reader::find(const Input& input) {
  if (layout_.records == Records::values) return find_value(input);
  const auto data = input.data();
  const auto& opening = opening_of(input);
  if (opening.state != Opening::State::found) return data.size();
  return between_.find(data);
}

}  // namespace dp::json
