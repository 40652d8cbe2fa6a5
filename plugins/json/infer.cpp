// SPDX-License-Identifier: Apache-2.0
#include "json/infer.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <unordered_set>

#include "json/scan.hpp"
#include "json/walker.hpp"
#include "scan/lines.hpp"

namespace dp::json {
namespace {

/// So many lines tell what an input is.
constexpr std::size_t kLinesLookedAt = 64;

bool is_blank(std::string_view text) noexcept {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Collects the names of members, and how long arrays are.
class Members {
 public:
  void see(std::string_view text, bool cut) {
    if (!walker_.open(text, cut)) return;
    const char first = walker_.byte();
    if (first != '{' && first != '[') return;
    std::size_t size = 0;
    do {
      walker_.advance();
      if (first == '{' && !see_name(text)) return;
      if (!walker_.pass_value()) return;
      if (first == '[') longest_ = std::max(longest_, ++size);
    } while (walker_.byte() == ',');
  }
  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
  [[nodiscard]] std::size_t longest() const noexcept { return longest_; }

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
};

}  // namespace

values::Likely likely_of(const Value& value) noexcept {
  using values::Likely;
  if (value.kind == Kind::number) return Likely::number;
  if (value.kind == Kind::boolean) return Likely::boolean;
  return value.kind == Kind::text && !value.escaped ? Likely::time : Likely::nothing;
}

std::vector<std::string> members_of(std::string_view record) {
  Members members;
  members.see(record, false);
  auto names = members.names();
  for (std::size_t i = 0; i < members.longest(); ++i) names.push_back(std::to_string(i));
  return names;
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
    if (!is_blank(text.substr(at, end - at))) records_.push_back({at, end});
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
  return text_[first] == '[' ? Records::array : Records::document;
}

void Sample::part(Records records, const Path& path) {
  records_.clear();
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

bool Sample::has_objects() const noexcept {
  return std::any_of(records_.begin(), records_.end(), [&](const Range& record) {
    const auto text = text_of(record);
    const auto first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '{';
  });
}

bool Sample::is_too_short(Records records) const {
  if (whole_) return false;
  if (records == Records::array) return records_.empty();
  const auto first = text_.find_first_not_of(" \t\r\n", begin_);
  return text_.find('\n', first) >= end_;
}

Sample::Names Sample::names() const {
  Members members;
  for (const auto& record : records_) members.see(text_of(record), is_cut(record));
  Names all{members.names(), {}};
  for (const auto& name : all.names) all.paths.push_back({name});
  if (!all.names.empty()) return all;
  for (std::size_t i = 0; i < members.longest(); ++i) {
    all.names.push_back("column" + std::to_string(i + 1));
    all.paths.push_back({std::to_string(i)});
  }
  return all;
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

bool Sample::has(const Path& path) const {
  bool found = false;
  read_all(Tree({path}), [&](std::string_view, const auto& values) {
    found = found || values[0].kind != Kind::missing;
  });
  return found;
}

std::vector<values::TypeSet> Sample::types(const std::vector<Path>& paths) const {
  const Tree tree(paths);
  std::vector<values::TypeSet> sets(tree.slots());
  read_all(tree, [&](std::string_view text, const auto& found) {
    for (std::size_t slot = 0; slot < sets.size(); ++slot) {
      const auto& value = found[slot];
      if (value.kind != Kind::missing && value.kind != Kind::null)
        sets[slot].see(value.raw(text.data()), likely_of(value));
    }
  });
  std::vector<values::TypeSet> types;
  for (const auto slot : tree.slot_of()) types.push_back(sets[slot]);
  return types;
}

}  // namespace dp::json
