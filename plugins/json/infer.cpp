// SPDX-License-Identifier: Apache-2.0
#include "json/infer.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <unordered_set>

#include "json/scan.hpp"
#include "json/walker.hpp"
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
  void see(const char* text, std::size_t begin, std::size_t end) {
    marks_.start(text, begin, end);
    walker_.set_limit(end, true);
    if (!walker_.next(at_)) return;
    if (text[at_] == '{') see_object(text);
    if (text[at_] == '[') see_array(text);
  }
  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
  [[nodiscard]] std::size_t longest() const noexcept { return longest_; }

 private:
  void see_object(const char* text) {
    Value part;
    do {
      if (!walker_.next(at_) || !walker_.read_name(at_, part)) return;
      std::string name;
      append_unescaped(name, part.raw(text));
      if (known_.insert(name).second) names_.push_back(std::move(name));
      if (!walker_.next(at_) || !walker_.pass(at_, part) || !walker_.next(at_)) return;
    } while (text[at_] == ',');
  }

  void see_array(const char* text) {
    Value part;
    std::size_t size = 0;
    do {
      if (!walker_.next(at_) || !walker_.pass(at_, part)) return;
      longest_ = std::max(longest_, ++size);
      if (!walker_.next(at_)) return;
    } while (text[at_] == ',');
  }

  Tree tree_;
  Marks marks_;
  Walker walker_{tree_, marks_};
  std::uint32_t at_ = 0;
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
  date_ = date_ && text && values::parse_date(raw);
  timestamp_ = timestamp_ && text && values::parse_timestamp(raw);
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
      begin_(size_of_bom(text)),
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
  const auto values =
      std::count_if(lines.records_.begin(), lines.records_.end(), [&](const Range& line) {
        const Tree nothing;
        Marks marks;
        Walker walker(nothing, marks);
        marks.start(text_.data(), line.begin, line.end);
        walker.set_limit(line.end, true);
        Value value;
        return walker.read_all(value);
      });
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
  for (const auto& record : records_) members.see(text_.data(), record.begin, record.end);
  Names all{members.names(), {}};
  for (const auto& name : all.names) all.paths.push_back({name});
  if (!all.names.empty()) return all;
  for (std::size_t i = 0; i < members.longest(); ++i) {
    all.names.push_back("column" + std::to_string(i + 1));
    all.paths.push_back({std::to_string(i)});
  }
  return all;
}

std::vector<Type> Sample::types(const std::vector<Path>& paths) const {
  const Tree tree(paths);
  Marks marks;
  Walker walker(tree, marks);
  std::vector<TypeGuess> guesses(tree.slots());
  for (const auto& record : records_) {
    marks.start(text_.data(), record.begin, record.end);
    walker.set_limit(record.end, true);
    Value value;
    // What a document's beginning holds counts, though the document is cut.
    const bool cut = record.end == end_ && !whole_;
    if (!walker.read_all(value) && !cut) continue;
    for (std::size_t slot = 0; slot < guesses.size(); ++slot) {
      const auto& found = walker.slots()[slot];
      guesses[slot].see(found, found.raw(text_.data()));
    }
  }
  std::vector<Type> types;
  for (const auto slot : tree.slot_of()) types.push_back(guesses[slot].type());
  return types;
}

}  // namespace dp::json
