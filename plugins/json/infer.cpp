// SPDX-License-Identifier: Apache-2.0
#include "json/infer.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <unordered_set>

#include "json/levels.hpp"
#include "json/scan.hpp"
#include "json/values_in.hpp"
#include "json/walker.hpp"
#include "scan/lines.hpp"

namespace dp::json {
namespace {

/// So many lines tell what an input is.
constexpr std::size_t kLinesLookedAt = 64;

bool is_blank(std::string_view text) noexcept {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Collects what the values of records are called.
class Members {
 public:
  void see(std::string_view text, bool cut) {
    if (!walker_.open(text, cut)) return;
    const char first = walker_.byte();
    if (first != '{' && first != '[') {
      any_scalar_ = any_scalar_ || (walker_.pass_value() && walker_.byte() == '\0');
      return;
    }
    std::size_t size = 0;
    do {
      walker_.advance();
      if (first == '{' && !see_name(text)) return;
      if (!walker_.pass_value()) return;
      if (first == '[') longest_ = std::max(longest_, ++size);
    } while (walker_.byte() == ',');
  }
  /// The members of objects.
  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
  [[nodiscard]] std::vector<std::string> all() const {
    auto all = names_;
    for (std::size_t i = 0; i < longest_; ++i) all.push_back(kPlaceMark + std::to_string(i));
    if (any_scalar_) all.emplace_back(kScalar);
    return all;
  }

 private:
  bool see_name(std::string_view text) {
    Value value;
    if (!walker_.read_name(value)) return false;
    std::string name;
    append_unescaped(name, value.raw(text.data()));
    if (known_.insert(name).second) names_.push_back(std::move(name));
    return true;
  }

  Tree tree_;
  Walker walker_{tree_};
  std::vector<std::string> names_;
  std::unordered_set<std::string> known_;
  std::size_t longest_ = 0;
  bool any_scalar_ = false;
};

}  // namespace

values::Likely likely_of(const Value& value) noexcept {
  using values::Likely;
  if (value.kind == Kind::number) return Likely::number;
  if (value.kind == Kind::boolean) return Likely::boolean;
  if (value.kind != Kind::text) return Likely::container;
  return value.escaped ? Likely::nothing : Likely::time;
}

std::vector<std::string> members_of(std::string_view record) {
  Members members;
  members.see(record, false);
  return members.all();
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
    if (series.empty() && !is_blank(line)) records_.push_back({at, end});
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
                    [&](const Range& line) { return walker.read(text_of(line), value); });
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

/// The values, one after the other, as far as they are whole.
void Sample::add_values() {
  const std::string_view text(text_.data(), end_);
  for (auto at = after_separators(text, begin_); at < end_; at = after_separators(text, at)) {
    const auto end = end_of_value(text, at);
    if (end == std::string_view::npos || (end == end_ && !whole_)) return;
    records_.push_back({at, end});
    at = end;
  }
}

void Sample::part(Records records, const Path& path) {
  records_.clear();
  if (records == Records::values) return add_values();
  if (records == Records::lines) add_lines(std::string::npos);
  const bool long_line = records == Records::lines && records_.empty() && !whole_;
  if (records == Records::document || long_line) {
    records_.push_back({begin_, end_});
  }
  if (records != Records::array) return;
  const std::string_view text(text_.data(), end_);
  const auto opening = find_array(text, whole_, path);
  if (opening.state != Opening::State::found) return;
  for (std::size_t at = opening.begin; at < end_;) {
    const auto extent = scan_element(text_.data(), at, end_);
    if (extent.how == End::none) return;
    if (!is_blank(text.substr(at, extent.at - at))) records_.push_back({at, extent.at});
    if (extent.how == End::bracket) return;
    at = extent.at + 1;
  }
}

bool Sample::is_too_short(Records records) const {
  if (whole_) return false;
  if (records == Records::array || records == Records::values) return records_.empty();
  const auto first = text_.find_first_not_of(" \t\r\n", begin_);
  return text_.find('\n', first) >= end_;
}

std::vector<std::string> Sample::members() const {
  Members members;
  for (const auto& record : records_) members.see(text_of(record), is_cut(record));
  return members.all();
}

std::vector<std::string> Sample::members_at(const Path& path) const {
  Members members;
  read_all(Tree({path}), [&](std::string_view text, const auto& values) {
    // What stands there is within the sample: the walker may look past it.
    if (values[0].kind == Kind::object) members.see(values[0].raw(text.data()), false);
  });
  return members.names();
}

template <class See>
void Sample::read_all(const Tree& tree, See&& see) const {
  Walker walker(tree);
  for (const auto& record : records_) {
    const auto text = text_of(record);
    Value value;
    // What a document's beginning holds counts, though the document is cut.
    if (is_cut(record))
      walker.read_cut(text);
    else if (!walker.read(text, value))
      continue;
    see(text, walker.slots());
  }
}

bool Sample::has(const Path& path) const { return seen_at({path})[0].any; }

std::vector<Sample::Seen> Sample::seen_at(const std::vector<Path>& paths,
                                          const std::vector<Path>& explode) const {
  Levels levels(explode, paths);
  const bool places = std::any_of(paths.begin(), paths.end(), [](const Path& path) {
    return !path.empty() && path[0].starts_with(kPlaceMark);
  });
  if (places) levels.tree().mark_places();
  std::vector<Seen> slots(levels.slots());
  const auto see = [&](std::string_view text, std::span<const Value> values) {
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      const auto& value = values[slot];
      slots[slot].any = slots[slot].any || value.kind != Kind::missing;
      if (value.kind != Kind::missing && value.kind != Kind::null)
        slots[slot].types.see(value.raw(text.data()), likely_of(value));
    }
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
