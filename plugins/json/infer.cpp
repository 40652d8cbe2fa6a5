// SPDX-License-Identifier: Apache-2.0
#include "json/infer.hpp"

#include <dp/abi.h>

#include <algorithm>

#include "json/levels.hpp"
#include "json/member_table.hpp"
#include "json/scan.hpp"
#include "json/values_in.hpp"
#include "json/walker.hpp"
#include "scan/lines.hpp"

namespace dp::json {
namespace {

/// So many lines tell what an input is.
constexpr std::size_t kLinesLookedAt = 64;

bool is_blank_text(std::string_view text) noexcept {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Names come first, then places, then kScalar.
int rank_of(std::string_view member) noexcept {
  if (member == kScalar) return 2;
  return member.starts_with(kPlaceMark) ? 1 : 0;
}

}  // namespace

values::Likely likely_of(const Value& value) noexcept {
  using values::Likely;
  if (value.kind == Kind::number) return Likely::number;
  if (value.kind == Kind::boolean) return Likely::boolean;
  if (value.kind != Kind::text) return Likely::container;
  return value.escaped ? Likely::nothing : Likely::time;
}

void Sample::Seen::see(const Value& value, const char* base) noexcept {
  any = any || value.kind != Kind::missing;
  any_array = any_array || value.kind == Kind::array;
  if (value.kind != Kind::missing && value.kind != Kind::null)
    types.see(value.raw(base), likely_of(value));
}

Sample::Sample(std::string_view text, bool whole)
    : text_(text), begin_(scan::size_of_bom(text)), end_(text.size()), whole_(whole) {
  text_.append(DP_PADDING, '\0');
}

/// The first `most` lines, without those that are blank or may go on.
void Sample::add_lines(std::size_t most) {
  const std::string_view text(text_.data(), end_);
  for (std::size_t at = begin_; at < end_ && records_.size() < most;) {
    const auto newline = text.find('\n', at);
    if (newline == std::string_view::npos && !whole_) return;
    const auto end = std::min(newline, end_);
    const auto line = text.substr(at, end - at);
    const auto series = series_of(line);
    for (const auto& value : series) records_.push_back({at + value.begin, at + value.end});
    if (series.empty() && !is_blank_text(line)) records_.push_back({at, end});
    at = end + 1;
  }
}

Records Sample::records() const {
  Sample lines(*this);
  lines.records_.clear();
  lines.add_lines(kLinesLookedAt);
  const Tree nothing;
  Walker walker(nothing);
  Value value;
  const auto values =
      std::count_if(lines.records_.begin(), lines.records_.end(),
                    [&](const Range& line) { return walker.read(text_in(line), value); });
  const auto most = static_cast<std::size_t>(values);
  const bool alone = lines.records_.size() < 2 && (whole_ || lines.records_.empty());
  if (!alone && 2 * most > lines.records_.size()) return Records::lines;
  const auto first = text_.find_first_not_of(" \t\r\n", begin_);
  if (first >= end_) return Records::lines;
  if (has_several_values()) return Records::values;
  return text_[first] == '[' ? Records::array : Records::document;
}

/// Whether the text begins with a whole value, and the next one begins after it.
bool Sample::has_several_values() const {
  const std::string_view text(text_.data(), end_);
  const auto first = after_separators(text, begin_);
  if (first == end_) return false;
  const auto end = end_of_value(text, first);
  if (end >= end_) return false;
  const auto next = after_separators(text, end);
  if (next == end_ || (text[next] != '{' && text[next] != '[' && !is_sequence(text)))
    return false;
  const Tree nothing;
  Walker walker(nothing);
  Value value;
  return walker.read(text.substr(first, end - first), value);
}

/// The values, one after the other, as far as they are whole; `also_cut`: and what follows them.
void Sample::add_values(bool also_cut) {
  const std::string_view text(text_.data(), end_);
  for (auto at = after_separators(text, begin_); at < end_; at = after_separators(text, at)) {
    const auto end = end_of_value(text, at);
    const bool cut = end == std::string_view::npos || (end == end_ && !whole_);
    if (cut && also_cut) records_.push_back({at, end_});
    if (cut) return;
    records_.push_back({at, end});
    at = end;
  }
}

void Sample::part(Records records, const Path& path) {
  records_.clear();
  members_ = records == Records::object;
  if (records == Records::values) return add_values(false);
  if (records == Records::lines) add_lines(std::string::npos);
  const bool long_line = records == Records::lines && records_.empty() && !whole_;
  if (long_line) add_values(true);
  if (records == Records::document) records_.push_back({begin_, end_});
  if (!records_.empty() && is_cut(records_.back()))
    closed_ = closed(text_in(records_.back())) + std::string(DP_PADDING, '\0');
  if (records != Records::array && !members_) return;
  const std::string_view text(text_.data(), end_);
  const auto opening =
      members_ ? find_object(text, whole_, path) : find_array(text, whole_, path);
  if (opening.state != Opening::State::found) return;
  for (std::size_t at = opening.begin; at < end_;) {
    const auto extent = scan_element(text_.data(), at, end_, members_ ? '}' : ']');
    if (extent.how == End::none) return;
    if (!is_blank_text(text.substr(at, extent.at - at))) records_.push_back({at, extent.at});
    if (extent.how == End::bracket) return;
    at = extent.at + 1;
  }
}

bool Sample::is_too_short(Records records) const {
  if (whole_) return false;
  if (records != Records::lines && records != Records::document) return records_.empty();
  const auto first = text_.find_first_not_of(" \t\r\n", begin_);
  return text_.find('\n', first) >= end_;
}

/// What the beginning of a document holds counts, though the document is cut.
std::string_view Sample::text_of(const Range& record) const noexcept {
  if (!is_cut(record)) return text_in(record);
  return std::string_view(closed_).substr(0, closed_.size() - DP_PADDING);
}

std::vector<Sample::Member> Sample::members() const {
  MemberTable table;
  std::vector<Member> members;
  for (const auto& record : records_) {
    const auto text = text_of(record);
    const bool right = members_ ? table.read_member(text) : table.read(text);
    for (auto i = members.size(); i < table.names().size(); ++i)
      members.push_back({table.names()[i], {}});
    if (!right) continue;
    for (const auto& [member, value] : table.found())
      members[member].seen.see(value, text.data());
  }
  std::stable_sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
    return rank_of(a.name) < rank_of(b.name);
  });
  return members;
}

std::vector<std::string> Sample::members_at(const Path& path,
                                            const std::vector<Path>& explode) const {
  MemberTable table;
  Levels levels(arrays_on(path, explode), {path});
  read_all(levels.tree(), [&](std::string_view text, const auto& found) {
    levels.each(found, text.data(), [&](std::span<const Value> values) {
      const auto& value = values[levels.slot_of()[0]];
      // What stands there is within the sample: the table may look past it.
      if (value.kind == Kind::object) static_cast<void>(table.read(value.raw(text.data())));
      return true;
    });
  });
  return table.names();
}

template <class See>
void Sample::read_all(const Tree& tree, See&& see) const {
  Walker walker(tree);
  for (const auto& record : records_) {
    const auto text = text_of(record);
    Value value;
    const bool right = members_ ? walker.read_member(text, value) : walker.read(text, value);
    if (right) see(text, walker.slots());
  }
}

std::vector<Sample::Seen> Sample::seen_at(const std::vector<Path>& paths,
                                          const std::vector<Path>& explode) const {
  Levels levels(explode, paths);
  std::vector<Seen> slots(levels.slots());
  const auto see = [&](std::string_view text, std::span<const Value> values) {
    for (std::size_t slot = 0; slot < slots.size(); ++slot)
      slots[slot].see(values[slot], text.data());
    return true;
  };
  read_all(levels.tree(), [&](std::string_view text, const auto& found) {
    levels.each(found, text.data(),
                [&](std::span<const Value> values) { return see(text, values); });
  });
  std::vector<Seen> seen;
  for (const auto slot : levels.slot_of()) seen.push_back(slots[slot]);
  return seen;
}

}  // namespace dp::json
