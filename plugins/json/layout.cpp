// SPDX-License-Identifier: Apache-2.0
#include "json/layout.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "json/members.hpp"
#include "values/knowledge.hpp"
#include "values/nearest.hpp"
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
         !sample.has({std::string(text)});
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
                                         const std::vector<std::string>& known) {
  std::vector<std::string> members;
  for (const auto& learned : knowledge.columns()) {
    bool is_member = false;
    auto member = member_of(learned.first, is_member);
    if (is_member && std::find(known.begin(), known.end(), member) == known.end())
      members.push_back(std::move(member));
  }
  std::sort(members.begin(), members.end(), comes_before);
  return members;
}

std::vector<Column> columns_found(const Context& context, const Sample& sample,
                                  const values::Knowledge& knowledge) {
  auto members = sample.members();
  if (context.growing())
    for (auto& member : members_learned(knowledge, members))
      members.push_back(std::move(member));
  const auto names = column_names(members);
  std::vector<Column> columns;
  for (std::size_t i = 0; i < members.size(); ++i)
    columns.push_back({names[i], {members[i]}, key_of(members[i])});
  if (!columns.empty()) return columns;
  // Of an empty input as much as is known, so that what uses these columns is not refused.
  for (const auto& name : values::names_in_types(context))
    columns.push_back({name, {name}, key_of(name)});
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

Result<Records> records_of(const Context& context, const Sample& sample, bool has_at) {
  const auto word = context.options().text("layout");
  if (has_at && word != "array" && word != "auto")
    return context.bad_option("at", "leads to an array of records (got layout: " +
                                        std::string(word) + ", expected layout: array)");
  if (word == "lines") return Records::lines;
  if (word == "values") return Records::values;
  if (word == "document") return Records::document;
  return word == "array" || has_at ? Records::array : sample.records();
}

void take_columns(std::vector<Column> columns, Layout& layout) {
  layout.any = columns.empty() || layout.found;
  if (layout.found) layout.members.emplace();
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

/// What a path that no record of the sample has was most likely to be; empty: nothing is like it.
std::string path_meant(const Path& path, const Sample& sample) {
  auto parent = path;
  parent.pop_back();
  if (!parent.empty() && !sample.has(parent)) {
    // The mistake is further up.
    const auto better = path_of(path_meant(parent, sample));
    if (!better) return {};
    parent = *better;
  }
  auto names = parent.empty() ? sample.members() : sample.members_at(parent);
  std::erase_if(names,
                [](const auto& name) { return name == kScalar || name[0] == kPlaceMark; });
  const bool is_there = std::find(names.begin(), names.end(), path.back()) != names.end();
  auto name = is_there ? path.back() : values::nearest(path.back(), names);
  if (name.empty()) return {};
  parent.push_back(std::move(name));
  return text_of(parent);
}

/// Say which paths of the option `columns` no record of the sample has.
void warn_of_missing(const Context& context, const Sample& sample,
                     const std::vector<Sample::Seen>& seen, const Layout& layout) {
  if (layout.found || !sample.has_records()) return;
  for (std::size_t i = 0; i < layout.paths.size(); ++i) {
    if (seen[i].any || layout.paths[i].empty()) continue;
    const auto meant = path_meant(layout.paths[i], sample);
    context.warn("columns." + layout.columns[i].name,
                 "no record at the beginning has " + values::shown(text_of(layout.paths[i])) +
                     (meant.empty() ? "" : ", did you mean " + values::shown(meant) + "?"));
  }
}

}  // namespace

Result<Layout> make_layout(const Context& context) {
  Layout layout;
  layout.growing = context.growing() && context.can_refute();
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
  DP_TRY(layout.records, records_of(context, sample, !at.empty()));
  sample.part(layout.records, layout.chosen.at);
  if (context.can_see_more() && context.options().text("layout") != "document" &&
      sample.is_too_short(layout.records))
    return fail(Errc::sample_too_short, "no record ends in the first bytes");
  DP_TRY(const auto knowledge, values::Knowledge::of(context.knowledge()));
  DP_TRY(auto columns, columns_given(context, sample));
  layout.found = columns.empty();
  DP_TRY(layout.chosen.explode, arrays_of(context, !layout.found));
  if (layout.found) columns = columns_found(context, sample, knowledge);
  take_columns(std::move(columns), layout);
  const auto seen = sample.seen_at(layout.paths, layout.chosen.explode);
  guess_types(context, knowledge, seen, layout);
  warn_of_missing(context, sample, seen, layout);
  DP_CHECK(values::give_types(context, layout.columns));
  return layout;
}

}  // namespace dp::json
