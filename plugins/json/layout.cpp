// SPDX-License-Identifier: Apache-2.0
#include "json/layout.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace dp::json {
namespace {

constexpr const char* kTypes = "auto, string, int, float, decimal, bool, date or timestamp";

/// What a value of the option `columns` says.
struct Column {
  std::string name;
  Path path;
  std::optional<Type> type;  ///< none: inferred
};

/// Read a word that names a type. False if it names none.
bool read_type(std::string_view word, std::optional<Type>& type) {
  if (word == "auto") return true;
  if (word == "decimal") word = type_name(Type::float64);
  for (auto known :
       {Type::boolean, Type::int64, Type::float64, Type::string, Type::timestamp, Type::date})
    if (word == type_name(known)) {
      type = known;
      return true;
    }
  return false;
}

/// "TYPE", "PATH" or "PATH TYPE"; a path has a slash or a dot, so that a type with a slip in it
/// is not taken for one.
std::optional<Column> read_column(std::string_view name, std::string_view text) {
  Column column{std::string(name), {}, std::nullopt};
  const auto space = text.rfind(' ');
  const auto last = space == std::string_view::npos ? text : text.substr(space + 1);
  const bool typed = read_type(last, column.type);
  if (typed && space == std::string_view::npos) {
    column.path = {column.name};
    return column;
  }
  if (typed) text = text.substr(0, text.find_last_not_of(' ', space) + 1);
  auto path = path_of(text);
  if (!path || text.find_first_of("./") == std::string_view::npos) return std::nullopt;
  column.path = std::move(*path);
  return column;
}

Result<std::vector<Column>> columns_given(const Context& context) {
  std::vector<Column> columns;
  const auto keys = context.options().keys("columns");
  const auto words = context.options().items("columns");
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto name = Options::view(keys[i]);
    const auto text = Options::view(words[i].string);
    auto column = read_column(name, text);
    if (!column)
      return context.bad_option(
          "columns." + std::string(name),
          "neither a type nor a path (got '" + std::string(text) + "', want " + kTypes +
              ", or a path as /user/id or user.id, maybe with a type behind it)");
    columns.push_back(std::move(*column));
  }
  return columns;
}

Result<std::vector<Column>> all_columns(const Context& context, const Sample& sample) {
  DP_TRY(auto columns, columns_given(context));
  if (columns.empty()) {
    auto found = sample.names();
    for (std::size_t i = 0; i < found.names.size(); ++i)
      columns.push_back({std::move(found.names[i]), std::move(found.paths[i]), std::nullopt});
    if (columns.empty() && sample.has_records()) columns.push_back({"value", {}, std::nullopt});
  }
  return columns;
}

Result<Records> records_of(const Context& context, const Sample& sample, bool has_at) {
  const auto word = context.options().text("layout");
  if (has_at && word != "array" && word != "auto")
    return context.bad_option("at", "leads to an array of records (got layout: " +
                                        std::string(word) + ", want layout: array)");
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
      return context.bad_option(
          "at", "no path (got '" + std::string(at) + "', want one as /data/rows or data.rows)");
    layout.at = std::move(*path);
  }
  DP_TRY(layout.records, records_of(context, sample, !at.empty()));
  sample.part(layout.records, layout.at);
  DP_TRY(auto columns, all_columns(context, sample));
  for (auto& column : columns) layout.paths.push_back(std::move(column.path));
  const auto guessed = sample.types(layout.paths);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& path = layout.paths[i];
    layout.columns.push_back(
        {std::move(columns[i].name), columns[i].type ? *columns[i].type : guessed[i]});
    layout.any = layout.any || path.empty();
    layout.places = layout.places || (!path.empty() && place_of(path[0]));
  }
  layout.any = layout.any || columns.empty();
  return layout;
}

}  // namespace dp::json
