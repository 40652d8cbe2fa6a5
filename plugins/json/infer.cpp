// SPDX-License-Identifier: Apache-2.0
#include "json/infer.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <dp/civil.hpp>
#include <unordered_set>

#include "json/scan.hpp"
#include "json/walker.hpp"
#include "scan/lines.hpp"
#include "values/parse.hpp"

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

void TypeGuess::see(const Value& value, std::string_view raw) noexcept {
  if (value.kind == Kind::missing || value.kind == Kind::null) return;
  any_ = true;
  const bool number = value.kind == Kind::number;
  const bool text = value.kind == Kind::text && !value.escaped;
  const bool whole = raw.find_first_of(".eE") == std::string_view::npos;
  const bool integer = number && values::parse_int(raw);
  integer_ = integer_ && integer;
  // Digits that no int holds would lose some as a float.
  float_ = float_ && number && integer == whole && values::parse_float(raw);
  boolean_ = boolean_ && value.kind == Kind::boolean;
  date_ = date_ && text && civil::parse_date(raw);
  timestamp_ = timestamp_ && text && civil::parse_timestamp(raw);
}

Type TypeGuess::type() const noexcept {
  if (!any_) return Type::string;
  if (integer_) return Type::int64;
  if (float_) return Type::float64;
  if (boolean_) return Type::boolean;
  if (date_) return Type::date;
  return timestamp_ ? Type::timestamp : Type::string;
}

Sample::Sample(std::string_view text)
    : text_(text),
      begin_(scan::size_of_bom(text)),
      end_(text.size()),
      whole_(text.size() < DP_HEAD_BYTES) {
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

std::vector<Type> Sample::types(const std::vector<Path>& paths) const {
  const Tree tree(paths);
  std::vector<TypeGuess> guesses(tree.slots());
  read_all(tree, [&](std::string_view text, const auto& values) {
    for (std::size_t slot = 0; slot < guesses.size(); ++slot)
      guesses[slot].see(values[slot], values[slot].raw(text.data()));
  });
  std::vector<Type> types;
  for (const auto slot : tree.slot_of()) types.push_back(guesses[slot].type());
  return types;
}

}  // namespace dp::json
