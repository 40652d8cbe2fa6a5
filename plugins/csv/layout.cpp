// SPDX-License-Identifier: Apache-2.0
#include "csv/layout.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "csv/foot.hpp"
#include "csv/header.hpp"
#include "csv/options.hpp"
#include "values/guessing.hpp"
#include "values/nearest.hpp"
#include "values/text.hpp"
#include "values/types.hpp"

namespace dp::csv {
namespace {

/// The columns as the sample and the options `columns` and `types` give them.
class Columns {
 public:
  Columns(const Context& context, const Layout& layout)
      : context_(context),
        layout_(layout),
        sample_(without_foot(context.sample(), layout.skip_end_lines, layout.dialect)),
        whole_(context.sample_is_whole()) {
    if (layout.other != OtherColumns::reject) return;  // a word that says so
    for (const auto& name : context.options().items("columns"))
      names_.push_back(without_nul(std::string(Options::view(name.string))));
  }

  Result<Schema> make() {
    DP_CHECK(check_names());
    DP_TRY(const auto begin, layout_.header ? from_header() : from_first_record());
    if (context_.can_see_more() &&
        fields_of_first(sample_, begin, whole_, layout_.dialect) == 0)
      return fail(Errc::sample_too_short, "no record ends in the first bytes");
    auto seen = types_of(sample_, begin, whole_, layout_, schema_.size());
    if (header_at_ && context_.knowledge().empty()) warn_of_record(*header_at_, seen);
    DP_TRY(const auto knowledge, values::Knowledge::of(context_.knowledge()));
    if (layout_.other == OtherColumns::all && context_.growing()) add_learned(knowledge);
    seen.resize(schema_.size());
    for (std::size_t i = 0; i < schema_.size(); ++i)
      values::guess_type(context_, knowledge, schema_[i], kKeyOfColumn + schema_[i].name,
                         seen[i]);
    DP_CHECK(values::give_types(context_, schema_));
    return std::move(schema_);
  }

 private:
  [[nodiscard]] Status check_names() const {
    if (layout_.header && !names_.empty())
      return context_.bad_option("columns", names_beside_header());
    std::unordered_set<std::string_view> taken;
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (names_[i].empty() || !taken.insert(names_[i]).second)
        return context_.bad_option("columns[" + std::to_string(i) + "]",
                                   "got " + values::shown(names_[i]) +
                                       (names_[i].empty() ? "" : " a second time") +
                                       ", expected a name of its own for each column");
    return {};
  }

  [[nodiscard]] std::string names_beside_header() const {
    const auto near = names_.size() == 1 ? values::nearest(names_[0], other_words()) : "";
    if (!near.empty())
      return "got " + values::shown(names_[0]) + ", expected one of " +
             values::listed(other_words()) + ", did you mean '" + near + "'?";
    return "the header names them (got names and header: true, expected header: false; or one "
           "of " +
           values::listed(other_words()) +
           ", for inputs of other columns; or 'types' to give types, or a 'select' step to "
           "keep fewer)";
  }

  /// The columns of other inputs, in the order in which these name them.
  void add_learned(const values::Knowledge& knowledge) {
    std::vector<std::pair<values::Refuter, std::string>> more;
    for (const auto& [key, column] : knowledge.columns()) {
      const auto refuter = column.refuter();
      if (refuter && !refuter->value) more.emplace_back(*refuter, key.substr(1));
    }
    std::sort(more.begin(), more.end());
    for (auto& [place, name] : more)
      if (!find_column(schema_, name)) schema_.push_back({std::move(name)});
  }

  /// Take the names of the sample's header. Returns where its first record begins.
  Result<std::size_t> from_header() {
    DP_TRY(auto header, header_of(sample_));
    // Of an input without records, lines to skip at its end may be missing too. What is one field
    // may be such a line.
    if (!header && whole_ && layout_.skip_end_lines > 0) {
      DP_TRY(header, header_of(context_.sample()));
      if (header && header->names.size() < 2) header.reset();
    }
    if (!header && !whole_)
      return fail(Errc::sample_too_short,
                  "header: does not end within " + std::to_string(sample_.size()) + " bytes");
    // Of an empty input as much as is known, so that what uses these columns is not refused.
    set_names(header ? header->names : values::names_in_types(context_));
    if (header) header_at_ = header->begin;
    return header ? header->end : sample_.size();
  }

  [[nodiscard]] Result<std::optional<Header>> header_of(std::string_view text) const {
    return read_header(text, whole_, layout_.dialect, layout_.skip_lines, layout_.missing.trim);
  }

  Result<std::size_t> from_first_record() {
    DP_TRY(const auto beginning,
           read_beginning(sample_, whole_, layout_.dialect, layout_.skip_lines));
    if (!beginning) return fail(Errc::sample_too_short, unended_skip(sample_.size()).message);
    const auto begin = beginning->size;
    const auto count = fields_of_first(sample_, begin, whole_, layout_.dialect);
    if (count == 0 && !whole_ && names_.empty())
      return fail(Errc::sample_too_short, "no record ends within " +
                                              std::to_string(sample_.size()) +
                                              " bytes: give the columns with 'columns'");
    if (!names_.empty() && count != 0 &&
        !has_row(sample_, begin, whole_, layout_, names_.size()))
      return context_.bad_option("columns", "got " + std::to_string(names_.size()) +
                                                " columns, expected " + std::to_string(count) +
                                                ", as the first record has");
    set_names(names_.empty() ? numbered_names(count) : names_);
    return begin;
  }

  /// Whether the line at sample_[begin] has a value of each column that is more than text, whose type
  /// is not given. `seen`: what the records after it have.
  [[nodiscard]] bool looks_like_record(std::size_t begin,
                                       const std::vector<values::TypeSet>& seen) const {
    Record record;
    record.kept = schema_.size();
    if (begin >= sample_.size() || read_record(sample_.data(), begin, sample_.size(), whole_,
                                               layout_.dialect, record) != Outcome::record)
      return false;
    const auto given = values::names_in_types(context_);
    std::string buffer;
    std::string plain;
    bool any = false;
    for (std::size_t i = 0; i < schema_.size(); ++i) {
      const bool is_given =
          std::find(given.begin(), given.end(), schema_[i].name) != given.end();
      if (seen[i].is_empty() || seen[i].first() == Type::string || is_given) continue;
      const auto value = value_of(record.fields[i], sample_.data(), layout_, buffer);
      values::TypeSet own;
      if (!value.empty()) see_value(own, value, layout_, plain);
      if (own.is_empty() || !own.has(seen[i].first())) return false;
      any = true;
    }
    return any;
  }

  void warn_of_record(std::size_t begin, const std::vector<values::TypeSet>& seen) const {
    if (!looks_like_record(begin, seen)) return;
    const auto line = sample_.substr(begin, sample_.find('\n', begin) - begin);
    context_.warn("header",
                  "the first line names the columns, and looks like a record: its values "
                  "are of the types of those below (got " +
                      values::shown(line) +
                      "); header: false reads it as one, and types: {NAME: int} says "
                      "that it is none");
  }

  void set_names(const std::vector<std::string>& names) {
    for (const auto& name : names) schema_.push_back({name});
  }

  const Context& context_;
  const Layout& layout_;
  std::string_view sample_;
  bool whole_;                      ///< the sample is all of the first item
  std::vector<std::string> names_;  ///< of the option `columns`
  Schema schema_;
  std::optional<std::size_t> header_at_;  ///< where the header begins
};

}  // namespace

Error unended_skip(std::size_t size) {
  return {Errc::invalid_argument,
          "skip_lines: they do not end within " + std::to_string(size) + " bytes"};
}

Result<Layout> make_layout(const Context& context,
                           const std::optional<std::string>& separator) {
  Layout layout;
  const auto options = context.options();
  layout.missing = missing_option(options);
  layout.header = options.flag("header");
  if (layout.header) layout.other = other_columns_option(options);
  layout.learning = context.learning();
  layout.growing = context.growing() && context.can_refute();
  layout.ragged = ragged_option(options);
  layout.skip_lines = static_cast<std::uint64_t>(options.integer("skip_lines"));
  layout.skip_end_lines = static_cast<std::uint64_t>(options.integer("skip_end_lines"));
  DP_TRY(layout.dialect, dialect_option(context, separator, layout.skip_lines));
  DP_TRY(layout.numbers, numbers_option(context));
  DP_TRY(layout.columns, Columns(context, layout).make());
  DP_TRY(layout.forms, Forms::of(context, layout.columns));
  return layout;
}

namespace {

std::vector<std::string> names_of(const Schema& columns) {
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(column.name);
  return names;
}

/// The first column that differs, in place or name.
std::string first_difference(const std::vector<std::string>& have,
                             const std::vector<std::string>& want) {
  std::size_t i = 0;
  while (i < have.size() && i < want.size() && have[i] == want[i]) ++i;
  const auto got = i < have.size() ? values::shown(have[i]) : "the end";
  const auto expected = i < want.size() ? values::shown(want[i]) : "the end";
  return "header: column " + std::to_string(i + 1) + ": got " + got + ", expected " + expected +
         " as in the first input (columns: strict): none of its records is read";
}

Status refuse_others(const std::vector<std::string>& have, const std::vector<std::string>& want,
                     const std::vector<std::string>& missing,
                     const std::vector<std::string>& more) {
  if (missing.empty() && more.empty()) return {};
  return fail(Errc::invalid_argument,
              "header: got " + values::listed(have) + ", expected " + values::listed(want) +
                  " as in the first input (missing: " +
                  (missing.empty() ? "none" : values::listed(missing)) +
                  "; more: " + (more.empty() ? "none" : values::listed(more)) +
                  "): none of its records is read");
}

}  // namespace

Result<ItemColumns> match_columns(const Layout& layout, const Header& header) {
  const auto& names = header.names;
  const auto wanted = names_of(layout.columns);
  if (layout.other == OtherColumns::strict && names != wanted)
    return fail(Errc::invalid_argument, first_difference(names, wanted));
  std::unordered_map<std::string_view, std::uint32_t> places;
  for (std::uint32_t i = 0; i < names.size(); ++i) places.emplace(names[i], i);
  ItemColumns found;
  found.fields = names.size();
  std::vector<std::string> missing;
  for (const auto& name : wanted) {
    const auto place = places.find(name);
    found.sources.push_back(place == places.end() ? kAbsent : place->second);
    if (place == places.end())
      missing.push_back(name);
    else
      places.erase(place);
  }
  std::vector<std::string> more;
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    if (places.count(names[i]) == 0) continue;
    more.push_back(names[i]);
    found.more.push_back({names[i], i, header.places[i]});
  }
  if (layout.other == OtherColumns::reject)
    DP_CHECK(refuse_others(names, wanted, missing, more));
  return found;
}

}  // namespace dp::csv
