// SPDX-License-Identifier: Apache-2.0
#include "json/layout.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "values/guessing.hpp"
#include "values/text.hpp"
#include "values/types.hpp"

namespace dp::json {
namespace {

/// A column; its key in Knowledge is '=' and its name, if the option `columns` gives it, or else '/'
/// and the name of its member, or '.' if it is the record itself.
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

/// Names of members that were learned of, besides those of `columns`, in order: places by number.
std::vector<std::string> names_learned(const values::Knowledge& knowledge,
                                       const std::vector<Column>& columns) {
  std::vector<std::string> names;
  for (const auto& learned : knowledge.columns()) {
    const auto& key = learned.first;
    const bool is_known = std::any_of(columns.begin(), columns.end(),
                                      [&](const Column& column) { return column.key == key; });
    if (key.starts_with('/') && !is_known) names.push_back(key.substr(1));
  }
  std::stable_sort(names.begin(), names.end(), [](const auto& a, const auto& b) {
    const auto x = place_of(a), y = place_of(b);
    return x && y ? *x < *y : a < b;
  });
  return names;
}

/// The column of a member that was learned of. Places in arrays are "column1", ..., as those of a sample.
Column column_learned(const std::string& name, bool has_places) {
  const auto place = has_places ? place_of(name) : std::nullopt;
  return {place ? "column" + std::to_string(*place + 1) : name, {name}, "/" + name};
}

/// The column of the member "": the first "columnN" that no member is.
void name_nameless(std::vector<Column>& columns) {
  const auto has = [&](const std::string& name) {
    return std::any_of(columns.begin(), columns.end(),
                       [&](const Column& column) { return column.name == name; });
  };
  for (auto& column : columns) {
    if (!column.name.empty()) continue;
    for (int number = 1; column.name.empty(); ++number)
      if (auto name = "column" + std::to_string(number); !has(name)) column.name = name;
  }
}

std::vector<Column> columns_found(const Context& context, const Sample& sample,
                                  const values::Knowledge& knowledge) {
  std::vector<Column> columns;
  auto found = sample.names();
  for (std::size_t i = 0; i < found.names.size(); ++i)
    columns.push_back(
        {std::move(found.names[i]), found.paths[i], "/" + found.paths[i].front()});
  if (columns.empty() && sample.has_records() && !sample.has_objects())
    return {{"value", {}, ".value"}};
  const bool has_places = !columns.empty() && columns[0].name != columns[0].path[0];
  if (context.growing())
    for (const auto& name : names_learned(knowledge, columns))
      columns.push_back(column_learned(name, has_places));
  name_nameless(columns);
  if (!columns.empty()) return columns;
  // Of an empty input as much as is known, so that what uses these columns is not refused.
  for (const auto& name : values::names_in_types(context))
    columns.push_back({name, {name}, "/" + name});
  return columns;
}

Result<Records> records_of(const Context& context, const Sample& sample, bool has_at) {
  const auto word = context.options().text("layout");
  if (has_at && word != "array" && word != "auto")
    return context.bad_option("at", "leads to an array of records (got layout: " +
                                        std::string(word) + ", expected layout: array)");
  if (word == "lines") return Records::lines;
  if (word == "document") return Records::document;
  return word == "array" || has_at ? Records::array : sample.records();
}

void take_columns(std::vector<Column> columns, bool are_given, Layout& layout) {
  layout.any = columns.empty();
  if (!are_given) layout.members.emplace();
  for (auto& column : columns) {
    const bool is_record = column.path.empty();
    layout.any = layout.any || is_record;
    layout.places = layout.places || (!is_record && place_of(column.path[0]));
    // All of a record is in its column, whatever its members are.
    if (is_record) layout.members.reset();
    if (layout.members) layout.members->insert(column.path[0]);
    layout.columns.push_back({std::move(column.name)});
    layout.paths.push_back(std::move(column.path));
    layout.keys.push_back(std::move(column.key));
  }
}

}  // namespace

Result<Layout> make_layout(const Context& context) {
  Layout layout;
  layout.growing = context.growing() && context.can_refute();
  layout.learning = context.learning();
  Sample sample(context.sample(), context.sample_is_whole());
  const auto at = context.options().text("at");
  if (!at.empty()) {
    auto path = path_of(at);
    if (!path)
      return context.bad_option("at", "no path (got '" + std::string(at) +
                                          "', expected one as /data/rows or data.rows)");
    layout.at = std::move(*path);
  }
  DP_TRY(layout.records, records_of(context, sample, !at.empty()));
  sample.part(layout.records, layout.at);
  if (context.can_see_more() && context.options().text("layout") != "document" &&
      sample.is_too_short(layout.records))
    return fail(Errc::sample_too_short, "no record ends in the first bytes");
  DP_TRY(const auto knowledge, values::Knowledge::of(context.knowledge()));
  DP_TRY(auto columns, columns_given(context, sample));
  const bool are_given = !columns.empty();
  if (!are_given) columns = columns_found(context, sample, knowledge);
  take_columns(std::move(columns), are_given, layout);
  const auto seen = sample.types(layout.paths);
  for (std::size_t i = 0; i < layout.columns.size(); ++i)
    values::guess_type(context, knowledge, layout.columns[i], layout.keys[i], seen[i]);
  DP_CHECK(values::give_types(context, layout.columns));
  return layout;
}

}  // namespace dp::json
