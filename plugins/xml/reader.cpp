// SPDX-License-Identifier: Apache-2.0
#include "xml/reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "scan/lines.hpp"
#include "xml/markup/chars.hpp"

namespace dp::xml {
namespace {

/// A step looks at no more text than this; of 16-bit units at half of it, since the engine
/// hands out 16 MiB at most.
constexpr std::size_t kMostText = std::size_t{16} << 20;

std::size_t most_of(Encoding encoding) noexcept {
  const bool wide = encoding == Encoding::utf16_le || encoding == Encoding::utf16_be;
  return wide ? kMostText / 2 : kMostText;
}

const char* skip_space(const char* at, const char* end) noexcept {
  while (at < end && is(*at, kSpace)) ++at;
  return at;
}

/// How many bytes of `data` are of a 16-bit unit that begins before it.
std::size_t bytes_of_cut_unit(const Input& input, Encoding encoding) noexcept {
  return most_of(encoding) != kMostText ? input.offset() % 2 : 0;
}

bool is_record(const char* at, const char* end, const Pattern& pattern) noexcept {
  const auto name = name_at(at, end);
  return !name.empty() && pattern.names(name);
}

/// Whether the tag at `at` is called `last`, as the last record was.
bool is_like_last(const char* at, const char* end, std::string_view last) noexcept {
  const auto size = last.size();
  ++at;
  return !last.empty() && end - at > static_cast<std::ptrdiff_t>(size) &&
         is_same(at, last.data(), size) && !is(at[size], kNameByte | kHigh);
}

/// Whether a nested `record` of a step may have its end where that may not look: unless it is most of
/// what may be looked at, a step can begin before it.
bool may_end_beyond(const char* step, const char* record, const Extent& extent,
                    const Window& limits, const char* again) noexcept {
  if (extent.how != Extent::How::open || limits.final) return false;
  return again != nullptr || limits.end - record < (limits.end - step) / 2;
}

}  // namespace

Reader::Reader(Layout layout)
    : layout_(std::move(layout)),
      names_(layout_),
      between_(layout_.pattern, marks_),
      record_(marks_),
      row_maker_(layout_, record_),
      record_reader_(layout_, marks_, record_, row_maker_.wanted()) {}

void Reader::need(std::span<const std::uint8_t> used) {
  row_maker_.need(used);
  record_reader_.want(row_maker_.wanted());
}

Status Reader::read(const Input& input, Output& out, ReadCount& count) {
  auto begun = begin(input, &out);
  if (!begun) {
    DP_TRY(count.consumed, refuse(input, &out, begun.error().message));
    return {};
  }
  auto& call = *begun;
  row_maker_.begin(input.item(), call.begin);
  DP_CHECK(walk(call));
  count.consumed = consumed(call);
  DP_CHECK(row_maker_.flush(out));
  return layout_.learning ? row_maker_.flush_learned(out) : Status{};
}

Result<std::uint64_t> Reader::skip(const Input& input, ReadCount& count) {
  auto begun = begin(input, nullptr);
  if (!begun) return refuse(input, nullptr, {});
  auto& call = *begun;
  DP_CHECK(walk(call));
  if (!call.first.empty()) {
    const auto from = static_cast<std::size_t>(call.first.data() - call.begin);
    count.record_begin = text_.raw_of(from);
    count.record_end = text_.raw_of(from + call.first.size());
  }
  return consumed(call);
}

/// Reject an item of which nothing can be read, once as much of it is there as may be seen.
Result<std::uint64_t> Reader::refuse(const Input& input, Output* out, std::string_view reason) {
  if (!input.last() && !input.full()) return 0;
  row_maker_.begin(input.item(), input.data().data());
  if (out != nullptr) DP_CHECK(row_maker_.reject(input.data(), input.offset(), reason, *out));
  return input.last() ? input.data().size() : DP_REST;
}

std::uint64_t Reader::consumed(const Call& call) {
  if (call.rest) return DP_REST;
  return text_.raw_of(static_cast<std::size_t>(call.at - call.begin));
}

std::size_t Reader::find(const Input& input) {
  const auto data = input.data();
  if (!look(input) || layout_.pattern.name == "*") return data.size();
  const auto encoding = names_.outline().encoding;
  const auto cut = bytes_of_cut_unit(input, encoding);
  text_.set(encoding, data.substr(cut), input.last());
  const auto text = text_.view();
  const char* end = text.data() + text.size();
  const char* at = find_start(text.data() + text_.at_of(1 - cut), end, layout_.pattern.name);
  if (at == end) return data.size();
  return cut + text_.raw_of(static_cast<std::size_t>(at - text.data()));
}

/// Look how the item begins.
Status Reader::look(const Input& input) {
  const auto head = input.head().empty() && input.first() ? input.data() : input.head();
  DP_TRY(const bool changed, names_.look(head, layout_));
  record_.use(names_.outline().entities());
  if (!changed) return {};
  row_maker_.renew();
  record_reader_.want(row_maker_.wanted());
  return {};
}

Result<Reader::Call> Reader::begin(const Input& input, Output* out) {
  DP_CHECK(look(input));
  const auto& outline = names_.outline();
  marks_.forget();
  record_reader_.forget();
  name_ = {};
  text_.set(outline.encoding, input.data(), input.last());
  const auto text = text_.view();
  const bool is_raw = outline.encoding == Encoding::utf8;
  between_.set_text(is_raw ? text.data() : nullptr, input.offset());
  const auto stop = text_.at_of(std::min(input.stop(), input.data().size()));
  return Call{input,
              out,
              outline,
              text.data(),
              text.data() + text.size(),
              text.data(),
              text.data() + stop};
}

Status Reader::walk(Call& call) {
  while (call.at < call.end && !call.cut && !call.past && !call.rest &&
         (call.at < call.stop || !is_record(call.at, call.end, layout_.pattern)))
    DP_CHECK(step(call));
  return {};
}

Window Reader::Call::window() const noexcept {
  const auto most = most_of(outline.encoding);
  const auto left = static_cast<std::size_t>(end - at);
  const bool last = input.last();
  if (left >= most) return {at + most, last && left == most, true};
  return {end, last, last || (input.full() && at == begin)};
}

Status Reader::step(Call& call) {
  const auto limits = call.window();
  if (call.input.first() && call.at == call.begin)
    return step_between(call, limits, Between::From::head);
  if (*call.at == '>' && between_.has_inside())
    return step_between(call, limits, Between::From::inside);
  if (*call.at != '<') return step_lost(call);
  if (is_like_last(call.at, limits.end, name_)) [[likely]]
    return step_record(call, limits);
  const auto name = name_at(call.at, limits.end);
  if (name.data() + name.size() == limits.end && !limits.whole) {
    call.cut = true;
    return {};
  }
  if (name.empty() || !layout_.pattern.names(name))
    return step_between(call, limits, Between::From::place);
  name_ = name;
  return step_record(call, limits);
}

Status Reader::step_between(Call& call, const Window& limits, Between::From from) {
  const bool in_head = from == Between::From::head;
  const auto bom = in_head ? scan::size_of_bom({call.at, limits.end}) : 0;
  const auto found = walk_between(call, limits, call.at + bom, from, {});
  // At an item's very beginning a place is a record, and must be read now.
  if (found == Between::Found::place && between_.at() == call.at)
    return step_record(call, limits);
  if (is_cut(call, limits, found)) return {};
  if (!nested_.empty() && call.at >= call.stop) {
    call.past = true;
    return {};
  }
  return end_step(call, limits, found, call.at);
}

/// Walk from `at` on to where the next step begins, and take note of the nested records on the way.
/// nested: the last of these has no end.
Between::Found Reader::walk_between(const Call& call, const Window& limits, const char* at,
                                    Between::From from, std::string_view closed) {
  nested_.clear();
  auto found = between_.walk(at, limits.end, limits.final, from, call.outline, closed);
  while (found == Between::Found::nested) {
    const char* record = between_.at();
    const auto extent = record_reader_.find_end(record, limits);
    if (extent.how == Extent::How::cut ||
        may_end_beyond(call.at, record, extent, limits, between_.again()))
      return Between::Found::cut;
    nested_.push_back({record, extent.next});
    if (extent.how != Extent::How::closed) break;
    found = between_.go_on(extent.next, name_at(record, limits.end));
  }
  return found;
}

/// Whether the data ends before it is known where the next step begins.
bool Reader::is_cut(Call& call, const Window& limits, Between::Found found) const noexcept {
  const bool may_break_off = limits.whole && (between_.again() != nullptr || call.may_end());
  if (found == Between::Found::cut) call.cut = !may_break_off;
  if (found == Between::Found::wrong) call.cut = limits.after_wrong(between_.at()) == nullptr;
  return call.cut;
}

/// Take what a walk has passed in the step that began at `step`, and go on where it has led.
Status Reader::end_step(Call& call, const Window& limits, Between::Found found,
                        const char* step) {
  const char* again = between_.again();
  if (found == Between::Found::cut && again != nullptr)
    std::erase_if(nested_, [&](const Nested& record) { return record.at > again; });
  DP_CHECK(take_nested(call, limits, step));
  if (found == Between::Found::wrong) return reject_tag(call, limits);
  if (found == Between::Found::cut) return break_off(call, limits);
  if (found == Between::Found::place) call.at = between_.at();
  if (found == Between::Found::finish) call.at = call.end;
  return {};
}

/// Take the records that are at no place, and go on after the last of them. All have the place of the
/// step, since a reader may not go past the slice that holds where a record begins.
Status Reader::take_nested(Call& call, const Window& limits, const char* step) {
  for (const auto& record : nested_) {
    call.at = record.at;
    if (call.out != nullptr && record_reader_.read(call.at, limits).next != record.next)
      return fail(Errc::bug, "the end of a nested record is not what it was");
    if (call.out != nullptr) DP_CHECK(add(call, record.next, step));
    call.at = record.next;
  }
  return {};
}

/// Begin again in what stands between two records, from call.at on, or end.
Status Reader::break_off(Call& call, const Window& limits) {
  if (between_.again() == nullptr)
    return end_item(call, limits.end,
                    "between records: no place to go on within " +
                        std::to_string(limits.end - call.at) + " bytes");
  call.at = between_.again();
  return {};
}

/// Reject what is left of the item, of which `end` is seen.
Status Reader::end_item(Call& call, const char* end, const std::string& reason) {
  const char* from = std::exchange(call.at, call.end);
  call.rest = !call.input.last();
  return reject(call, from, end, reason + "; the rest of the item is not read");
}

/// Look for the next record by its name.
Status Reader::step_lost(Call& call) {
  const char* found = find_start(call.at, call.end, layout_.pattern.name);
  if (found != call.end || call.input.last()) {
    call.at = found;
    return {};
  }
  // Go on before a tag that is cut off, and not at '<', which would be a place.
  call.cut = true;
  const char* at = call.end - 1;
  while (at > call.at && *at != '<' && call.end - at < kLongName) --at;
  const auto name = name_at(at, call.end);
  const bool is_cut =
      *at == '<' && (call.end - at < 2 || name.data() + name.size() == call.end);
  if (!is_cut) at = call.end - 1;
  while (at > call.at && (*at == '<' || *at == '>' || is_inner(*at))) --at;
  if (call.input.full() && at == call.begin)
    return end_item(call, call.end,
                    "no text within " + std::to_string(call.end - at) + " bytes");
  call.at = at;
  return {};
}

Status Reader::step_record(Call& call, const Window& limits) {
  const auto extent = call.out == nullptr ? record_reader_.find_end(call.at, limits)
                                          : record_reader_.read(call.at, limits);
  call.cut = extent.how == Extent::How::cut;
  if (call.cut) return {};
  const char* next = extent.next;
  if (extent.how != Extent::How::closed) return take(call, next, next);
  const char* after = skip_space(next, limits.end);
  const bool in_root = !(layout_.pattern.rooted && layout_.pattern.parents.empty());
  if (in_root && limits.end - after >= 2 && *after == '<' && is(after[1], kNameStart | kHigh))
      [[likely]]
    return take(call, next, after);
  const auto name = name_at(call.at, limits.end);
  const auto found = walk_between(call, limits, next, Between::From::record, name);
  if (is_cut(call, limits, found)) return {};
  const char* step = call.at;
  DP_CHECK(take(call, next, next));
  return end_step(call, limits, found, step);
}

/// Add the record [call.at, next) or reject it, and go on at `after`.
Status Reader::take(Call& call, const char* next, const char* after) {
  const std::string_view record(call.at, static_cast<std::size_t>(next - call.at));
  if (call.first.empty()) call.first = record;
  if (call.out != nullptr) DP_CHECK(add(call, next, call.at));
  call.at = after;
  return {};
}

/// Add the record [call.at, next), or reject it, as one that is at `place`.
Status Reader::add(Call& call, const char* next, const char* place) {
  Record record{{call.at, static_cast<std::size_t>(next - call.at)}, offset_of(call, place)};
  record.after = static_cast<std::size_t>(call.at - place);
  if (!record_reader_.reason().empty())
    return row_maker_.reject(record, record_reader_.reason(), *call.out);
  const auto& quick = record_reader_.quick();
  record.picked = record_reader_.is_picked();
  record.unknown = quick.unknown();
  record.repeated = quick.repeated();
  return row_maker_.add(record, quick.values(), *call.out);
}

std::uint64_t Reader::offset_of(const Call& call, const char* at) {
  return call.input.offset() + text_.raw_of(static_cast<std::size_t>(at - call.begin));
}

Status Reader::reject(Call& call, const char* from, const char* to, std::string_view reason) {
  if (call.out == nullptr) return {};
  const std::string_view raw(from, static_cast<std::size_t>(to - from));
  return row_maker_.reject(raw, offset_of(call, from), reason, *call.out);
}

/// Reject what is wrong between records, and go on after its first byte.
Status Reader::reject_tag(Call& call, const Window& limits) {
  const char* at = between_.at();
  const char* next = limits.after_wrong(at);
  call.cut = next == nullptr;
  if (call.cut) return {};
  call.at = next;
  return reject(call, at, limits.end_of_tag(at), between_.reason());
}

}  // namespace dp::xml
