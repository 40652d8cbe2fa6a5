// SPDX-License-Identifier: Apache-2.0
#include "json/layout.hpp"

#include <string>
#include <utility>

#include "values/text.hpp"
#include "values/types.hpp"

namespace dp::json {
namespace {

/// One column of the option `columns`.
struct Column {
  std::string name;
  Path path;
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
  return Column{std::string(name), std::move(*path)};
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

std::vector<Column> columns_found(const Context& context, const Sample& sample) {
  std::vector<Column> columns;
  auto found = sample.names();
  for (std::size_t i = 0; i < found.names.size(); ++i)
    columns.push_back({std::move(found.names[i]), std::move(found.paths[i])});
  if (columns.empty() && sample.has_records()) columns.push_back({"value", {}});
  if (!columns.empty()) return columns;
  // Of an empty input as much as is known, so that what uses these columns is not refused.
  for (const auto& name : values::names_in_types(context)) columns.push_back({name, {name}});
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

}  // namespace

Result<Layout> make_layout(const Context& context) {
  Layout layout;
  Sample sample(context.sample());
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
  DP_TRY(auto columns, columns_given(context, sample));
  if (columns.empty()) columns = columns_found(context, sample);
  for (auto& column : columns) {
    layout.any = layout.any || column.path.empty();
    layout.places = layout.places || (!column.path.empty() && place_of(column.path[0]));
    layout.columns.push_back({std::move(column.name)});
    layout.paths.push_back(std::move(column.path));
  }
  layout.any = layout.any || columns.empty();
  const auto guessed = sample.types(layout.paths);
  for (std::size_t i = 0; i < columns.size(); ++i) layout.columns[i].type = guessed[i];
  DP_CHECK(values::give_types(context, layout.columns));
  return layout;
}

}  // namespace dp::json
