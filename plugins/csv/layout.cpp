// SPDX-License-Identifier: Apache-2.0
#include "csv/layout.hpp"

#include <unordered_map>
#include <unordered_set>

#include "csv/auto_delimiter.hpp"
#include "csv/header.hpp"
#include "values/guessing.hpp"
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
        sample_(context.sample()),
        whole_(context.sample_is_whole()) {
    for (const auto& name : context.options().items("columns"))
      names_.emplace_back(Options::view(name.string));
  }

  Result<Schema> make() {
    DP_CHECK(check_names());
    DP_TRY(const auto begin, layout_.header ? from_header() : from_first_record());
    if (context_.can_see_more() &&
        fields_of_first(sample_, begin, whole_, layout_.dialect) == 0)
      return fail(Errc::sample_too_short, "no record ends in the first bytes");
    const auto seen = types_of(sample_, begin, whole_, layout_, schema_.size());
    DP_TRY(const auto knowledge, values::Knowledge::of(context_.knowledge()));
    for (std::size_t i = 0; i < schema_.size(); ++i)
      values::guess_type(context_, knowledge, schema_[i], kKeyOfColumn + schema_[i].name,
                         seen[i]);
    DP_CHECK(values::give_types(context_, schema_));
    return std::move(schema_);
  }

 private:
  [[nodiscard]] Status check_names() const {
    if (layout_.header && !names_.empty())
      return context_.bad_option("columns",
                                 "the header names them (got names and header: true, expected "
                                 "header: false; or 'types' to give types, or a 'select' step "
                                 "to keep fewer)");
    std::unordered_set<std::string_view> taken;
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (names_[i].empty() || !taken.insert(names_[i]).second)
        return context_.bad_option("columns[" + std::to_string(i) + "]",
                                   "got " + values::shown(names_[i]) +
                                       (names_[i].empty() ? "" : " a second time") +
                                       ", expected a name of its own for each column");
    return {};
  }

  /// Take the names of the sample's header. Returns where its first record begins.
  Result<std::size_t> from_header() {
    DP_TRY(const auto header,
           read_header(sample_, whole_, layout_.dialect, layout_.skip_lines));
    if (!header && !whole_)
      return fail(Errc::sample_too_short,
                  "header: does not end within " + std::to_string(sample_.size()) + " bytes");
    // Of an empty input as much as is known, so that what uses these columns is not refused.
    set_names(header ? header->names : values::names_in_types(context_));
    return header ? header->end : sample_.size();
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
    if (!names_.empty() && count != 0 && !layout_.takes(count, names_.size()))
      return context_.bad_option("columns", "got " + std::to_string(names_.size()) +
                                                " columns, expected " + std::to_string(count) +
                                                ", as the first record has");
    set_names(names_.empty() ? numbered_names(count) : names_);
    return begin;
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
};

Missing missing_of(const Options& options) {
  Missing missing;
  missing.trim = options.flag("trim");
  for (const auto& item : options.items("null_text"))
    missing.more.emplace_back(Options::view(item.string));
  if (missing.more.empty()) return missing;
  missing.null_text = std::move(missing.more.front());
  missing.more.erase(missing.more.begin());
  return missing;
}

Ragged ragged_of(std::string_view word) noexcept {
  if (word == "pad") return Ragged::pad;
  return word == "truncate" ? Ragged::truncate : Ragged::reject;
}

/// `delimiter`: nullopt: the sample tells which.
Result<Dialect> dialect_option(const Context& context, std::optional<char> delimiter,
                               std::uint64_t skip_lines) {
  const auto options = context.options();
  const auto quote = options.text("quote");
  auto dialect = dialect_of(delimiter.value_or('\0'), quote);
  if (!dialect)
    return context.bad_option(
        "quote", "cannot quote fields (got '" + std::string(quote) +
                     "', expected double, single, none, or one punctuation "
                     "character that is in no number or time and not the delimiter)");
  const auto sign = options.text("comment");
  if (sign.size() > 1 || (!sign.empty() && !is_comment_sign(sign.front(), *dialect)))
    return context.bad_option(
        "comment", "cannot begin a comment (got '" + std::string(sign) +
                       "', expected one punctuation character that is in no number or time, "
                       "and neither delimiter nor quote)");
  if (!sign.empty()) dialect->comment = sign.front();
  if (!delimiter)
    dialect->delimiter =
        likely_delimiter(context.sample(), context.sample_is_whole(), *dialect, skip_lines);
  if (dialect->opens(dialect->delimiter) || dialect->comments(dialect->delimiter))
    return context.bad_option("delimiter",
                              "got auto, which finds '" + std::string(1, dialect->delimiter) +
                                  "', the quote or what begins a comment (expected "
                                  "a delimiter: comma, tab, semicolon, ...)");
  return *dialect;
}

Result<NumberForm> numbers_option(const Context& context) {
  const auto word = context.options().text("thousands");
  const NumberForm form{context.options().flag("decimal_comma"),
                        thousands_of(word).value_or('\0')};
  if (form.thousands != (form.decimal_comma ? ',' : '.')) return form;
  return context.bad_option(
      "thousands", "got '" + std::string(word) + "', which decimals follow (expected " +
                       (form.decimal_comma ? "point" : "comma") +
                       ", or decimal_comma: " + (form.decimal_comma ? "false)" : "true)"));
}

}  // namespace

Error unended_skip(std::size_t size) {
  return {Errc::invalid_argument,
          "skip_lines: they do not end within " + std::to_string(size) + " bytes"};
}

Result<Layout> make_layout(const Context& context, std::optional<char> delimiter) {
  Layout layout;
  layout.missing = missing_of(context.options());
  layout.header = context.options().flag("header");
  layout.learning = context.learning();
  layout.ragged = ragged_of(context.options().text("ragged"));
  layout.skip_lines = static_cast<std::uint64_t>(context.options().integer("skip_lines"));
  DP_TRY(layout.dialect, dialect_option(context, delimiter, layout.skip_lines));
  DP_TRY(layout.numbers, numbers_option(context));
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
                  (missing.empty() ? "none" : values::listed(missing)) +
                  "; more: " + (more.empty() ? "none" : values::listed(more)) + ")");
}

}  // namespace dp::csv
