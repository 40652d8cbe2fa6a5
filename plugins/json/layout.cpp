// SPDX-License-Identifier: Apache-2.0
#include "json/layout.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "json/members.hpp"
#include "json/warnings.hpp"
#include "values/knowledge.hpp"
#include "values/text.hpp"
#include "values/types.hpp"

namespace dp::json {
namespace {

/// A column; its key in Knowledge is '=' and its name, if the option `columns` gives it, or else
/// key_of() its member.
struct Column {
  std::string name;
  Path path;
  std::string key;
};

/// Whether a path is a type in the wrong place: no record of the sample has a member of its name.
bool is_type(std::string_view text, std::string_view column, const Sample& sample) {
  return values::is_type_word(text) && text != column && sample.has_records() &&
         !sample.seen_at_path(Path{std::string(text)}).any;
}

Result<Column> column_given(const Context& context, std::string_view name,
                            std::string_view text, const Sample& sample) {
  const auto option = "columns." + std::string(name);
  auto path = path_of(text);
  if (!path)
    return context.bad_option(option, "no path (got " + values::shown(text) +
                                          ", expected one as name, user.name, tags.0, "
                                          "/user/name, or . for the record itself)");
  if (is_type(text, name, sample))
    DP_CHECK(
        values::type_in_place_of_path(context, name, text, "member", "/" + std::string(text)));
  return Column{std::string(name), std::move(*path), "=" + std::string(name)};
}

Result<std::vector<Column>> columns_given(const Context& context, const Sample& sample) {
  std::vector<Column> columns;
  const auto keys = context.options().keys("columns");
  const auto paths = context.options().items("columns");
  for (std::size_t i = 0; i < keys.size(); ++i) {
    DP_TRY(auto column, column_given(context, Options::view(keys[i]),
                                     Options::view(paths[i].string), sample));
    columns.push_back(std::move(column));
  }
  return columns;
}

/// Members that were learned of, besides `known`, in order.
std::vector<std::string> members_learned(const values::Knowledge& knowledge,
                                         const std::vector<Sample::Member>& known) {
  std::unordered_set<std::string_view> names;
  for (const auto& member : known) names.insert(member.name);
  std::vector<std::string> members;
  for (const auto& [key, column] : knowledge.columns()) {
    bool is_one = false;
    auto member = member_of(key, is_one);
    if (is_one && names.count(member) == 0) members.push_back(std::move(member));
  }
  std::sort(members.begin(), members.end(), comes_before);
  return members;
}

/// `seen`: the members of the sample's records.
std::vector<Column> columns_found(const Context& context,
                                  const std::vector<Sample::Member>& seen,
                                  const values::Knowledge& knowledge) {
  std::vector<std::string> members;
  for (const auto& member : seen) members.push_back(member.name);
  if (context.growing() && values::others_option(context) == values::Others::join)
    for (auto& member : members_learned(knowledge, seen)) members.push_back(std::move(member));
  const auto key = context.options().text("key");
  const auto names = column_names(members, key);
  std::vector<Column> columns;
  for (std::size_t i = 0; i < members.size(); ++i)
    columns.push_back({names[i], {members[i]}, key_of(members[i])});
  if (!columns.empty()) return columns;
  // Of an empty input as much as is known, so that what uses these columns is not refused.
  for (const auto& name : values::names_in_types(context))
    if (name != key) columns.push_back({name, {name}, key_of(name)});
  return columns;
}

/// The arrays of the option `explode`. `has_columns`: the columns are given.
Result<std::vector<Path>> arrays_of(const Context& context, bool has_columns) {
  std::vector<Path> arrays;
  for (const auto& item : context.options().items("explode")) {
    const auto text = Options::view(item.string);
    const auto option = "explode[" + std::to_string(arrays.size()) + "]";
    auto path = path_of(text);
    if (!path || path->empty())
      return context.bad_option(option, "no path to an array in a record (got " +
                                            values::shown(text) +
                                            ", expected one as items or order.items)");
    const bool within = arrays.empty() ||
                        (path->size() > arrays.back().size() &&
                         std::equal(arrays.back().begin(), arrays.back().end(), path->begin()));
    if (!within)
      return context.bad_option(
          option, "is not within the one before (got " + values::shown(text) + ", expected " +
                      values::shown(text_of(arrays.back()) + ". ...") + ")");
    arrays.push_back(std::move(*path));
  }
  if (!arrays.empty() && !has_columns)
    return context.bad_option(
        "explode",
        "needs `columns`, which say what of the record and of its elements "
        "makes a row: columns: {id: id, sku: items.sku}");
  return arrays;
}

Result<Records> records_of(const Context& context, const Sample& sample) {
  const auto word = context.options().text("layout");
  const bool has_at = !context.options().text("at").empty();
  const bool has_key = !context.options().text("key").empty();
  if (has_at && word != "array" && word != "object" && word != "auto")
    return context.bad_option(
        "at", "leads to an array or an object of records (got layout: " + std::string(word) +
                  ", expected layout: array or object)");
  if (has_key && word != "object" && word != "auto")
    return context.bad_option(
        "key", "is the name that a record has in an object (got layout: " + std::string(word) +
                   ", expected layout: object)");
  if (word == "lines") return Records::lines;
  if (word == "values") return Records::values;
  if (word == "document") return Records::document;
  if (word == "object" || has_key) return Records::object;
  return word == "array" || has_at ? Records::array : sample.records();
}

/// Put a column of the records' own names before the others, if there is to be one.
Status add_key(const Context& context, std::vector<Column>& columns) {
  const std::string key(context.options().text("key"));
  if (key.empty()) return {};
  for (const auto& column : columns)
    if (column.name == key)
      return context.bad_option("key", "is a column of `columns` too (got " +
                                           values::shown(key) +
                                           ", expected a name that none has)");
  columns.insert(columns.begin(), Column{key, {std::string(kKey)}, "=" + key});
  return {};
}

void take_columns(std::vector<Column> columns, Layout& layout) {
  layout.any = columns.empty() || layout.found();
  for (auto& column : columns) {
    const bool is_record = column.path.empty();
    layout.any = layout.any || is_record;
    layout.places = layout.places || (!is_record && place_of(column.path[0]));
    if (layout.members) layout.members->insert(column.path[0]);
    layout.columns.push_back({std::move(column.name)});
    layout.paths.push_back(std::move(column.path));
    layout.keys.push_back(std::move(column.key));
  }
}

/// Give each column the first type that all its values fit, which more values may change.
void guess_types(const Context& context, const values::Knowledge& knowledge,
                 const std::vector<Sample::Seen>& seen, Layout& layout) {
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    auto types = seen[i].types;
    if (const auto* learned = knowledge.find(layout.keys[i]))
      types = values::TypeSet(learned->bits);
    auto& column = layout.columns[i];
    column.type = types.first();
    column.guessed = context.can_refute() && column.type != Type::json;
    layout.unseen.push_back(types.is_empty());
  }
}

/// What the sample's records have at the columns' paths; of columns that were found, `members`
/// are the first ones after the key.
std::vector<Sample::Seen> seen_of(const Layout& layout, const Sample& sample,
                                  const std::vector<Sample::Member>& members) {
  if (!layout.found()) return sample.seen_at(layout.paths, layout.chosen.explode);
  std::vector<Sample::Seen> seen;
  if (!layout.paths.empty() && layout.paths[0][0] == kKey)
    seen.push_back(sample.seen_at_path(layout.paths[0]));
  for (const auto& member : members) seen.push_back(member.seen);
  seen.resize(layout.columns.size());
  return seen;
}

}  // namespace

Result<Layout> make_layout(const Context& context) {
  Layout layout;
  layout.growing = context.growing() && context.can_refute();
  layout.others = values::others_option(context);
  layout.learning = context.learning();
  layout.chosen.lenience = {context.options().flag("comments"),
                            context.options().flag("trailing_commas")};
  const auto word = context.options().text("duplicates");
  layout.chosen.duplicates = word == "first"    ? Duplicates::first
                             : word == "reject" ? Duplicates::reject
                                                : Duplicates::last;
  const auto text =
      without_extras(context.sample(), layout.chosen.lenience, !context.sample_is_whole());
  Sample sample(std::string_view(text).substr(0, context.sample().size()),
                context.sample_is_whole());
  const auto at = context.options().text("at");
  if (!at.empty()) {
    auto path = path_of(at);
    if (!path)
      return context.bad_option("at", "no path (got '" + std::string(at) +
                                          "', expected one as /data/rows or data.rows)");
    layout.chosen.at = std::move(*path);
  }
  DP_TRY(layout.records, records_of(context, sample));
  sample.part(layout.records, layout.chosen.at);
  if (context.can_see_more() && context.options().text("layout") != "document" &&
      sample.is_too_short(layout.records))
    return fail(Errc::sample_too_short, "no record ends in the first bytes");
  DP_TRY(const auto knowledge, values::Knowledge::of(context.knowledge()));
  DP_TRY(auto columns, columns_given(context, sample));
  if (columns.empty()) layout.members.emplace();
  DP_TRY(layout.chosen.explode, arrays_of(context, !layout.found()));
  const auto members = layout.found() ? sample.members() : std::vector<Sample::Member>{};
  if (layout.found()) columns = columns_found(context, members, knowledge);
  DP_CHECK(add_key(context, columns));
  take_columns(std::move(columns), layout);
  const auto seen = seen_of(layout, sample, members);
  guess_types(context, knowledge, seen, layout);
  if (!layout.found()) warn_of_missing(context, sample, layout, seen);
  DP_CHECK(values::give_types(context, layout.columns));
  return layout;
}

}  // namespace dp::json
