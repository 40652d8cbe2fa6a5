// SPDX-License-Identifier: Apache-2.0
#include "csv/layout.hpp"

#include <algorithm>
#include <unordered_map>

#include "csv/header.hpp"
#include "values/parse.hpp"

namespace dp::csv {
namespace {

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 20;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i)
    text += (i == 0 ? "" : ", ") + names[i];
  return names.size() > kMost ? text + ", ..." : text;
}

/// The columns as the sample and the option `columns` give them.
class Columns {
 public:
  Columns(const Context& context, const Layout& layout)
      : context_(context),
        layout_(layout),
        sample_(context.sample()),
        whole_(sample_.size() < DP_HEAD_BYTES) {
    const auto options = context.options();
    for (const auto& key : options.keys("columns")) names_.emplace_back(Options::view(key));
    for (const auto& word : options.items("columns"))
      types_.push_back(values::type_of_word(Options::view(word.string)));
  }

  Result<Schema> make() {
    DP_TRY(const auto begin, layout_.header ? from_header() : from_first_record());
    const auto guessed =
        guess_types(sample_, begin, whole_, layout_.dialect, layout_.missing, schema_.size());
    for (std::size_t i = 0; i < schema_.size(); ++i) {
      const auto given = type_given(i);
      schema_[i].type = given ? *given : guessed[i];
    }
    return std::move(schema_);
  }

 private:
  /// Take the names of the sample's header. Returns where its first record begins.
  Result<std::size_t> from_header() {
    DP_TRY(const auto header, read_header(sample_, whole_, layout_.dialect));
    if (!header && !whole_)
      return fail(Errc::invalid_argument,
                  "header: does not end within " + std::to_string(sample_.size()) + " bytes");
    set_names(header ? header->names : names_);
    for (const auto& name : names_)
      if (!find_column(schema_, name))
        return context_.bad_option(
            "columns." + name, "no such column in the header (got '" + name +
                                   "', want one of " + listed(header ? header->names : names_) +
                                   ")");
    return header ? header->end : sample_.size();
  }

  Result<std::size_t> from_first_record() {
    DP_TRY(const auto begin, size_of_bom(sample_));
    const auto count = fields_of_first(sample_, begin, whole_, layout_.dialect);
    if (!names_.empty() && count != 0 && count != names_.size())
      return context_.bad_option("columns", "got " + std::to_string(names_.size()) +
                                                " columns, want " + std::to_string(count) +
                                                ", as the first record has");
    set_names(names_.empty() ? numbered_names(count) : names_);
    return begin;
  }

  void set_names(const std::vector<std::string>& names) {
    for (const auto& name : names) schema_.push_back({name});
  }

  [[nodiscard]] std::optional<Type> type_given(std::size_t column) const {
    const auto found = std::find(names_.begin(), names_.end(), schema_[column].name);
    if (found == names_.end()) return std::nullopt;
    return types_[static_cast<std::size_t>(found - names_.begin())];
  }

  const Context& context_;
  const Layout& layout_;
  std::string_view sample_;
  bool whole_;  ///< the sample is all of the first item
  std::vector<std::string> names_;
  std::vector<std::optional<Type>> types_;  ///< of names_
  Schema schema_;
};

}  // namespace

Result<Layout> make_layout(const Context& context, char delimiter) {
  const auto options = context.options();
  const auto quote = options.text("quote");
  const auto dialect = dialect_of(delimiter, quote);
  if (!dialect)
    return context.bad_option(
        "quote", "cannot quote fields (got '" + std::string(quote) +
                     "', want double, single, none, or one punctuation "
                     "character that is in no number or time and not the delimiter)");
  Layout layout{*dialect,
                {std::string(options.text("null_text")), options.flag("trim")},
                options.flag("header"),
                {}};
  DP_TRY(layout.columns, Columns(context, layout).make());
  return layout;
}

Result<std::vector<std::uint32_t>> match_columns(const Schema& columns,
                                                 const std::vector<std::string>& names) {
  std::unordered_map<std::string_view, std::uint32_t> places;
  for (std::uint32_t i = 0; i < names.size(); ++i) places.emplace(names[i], i);
  std::vector<std::uint32_t> sources;
  std::vector<std::string> missing;
  for (const auto& column : columns) {
    const auto found = places.find(column.name);
    if (found == places.end()) {
      missing.push_back(column.name);
      continue;
    }
    sources.push_back(found->second);
    places.erase(found);
  }
  std::vector<std::string> more;
  for (const auto& name : names)
    if (places.count(name) != 0) more.push_back(name);
  if (missing.empty() && more.empty()) return sources;
  return fail(Errc::invalid_argument,
              "header: has not the columns of the first input (missing: " +
                  (missing.empty() ? "none" : listed(missing)) +
                  "; more: " + (more.empty() ? "none" : listed(more)) + ")");
}

}  // namespace dp::csv
