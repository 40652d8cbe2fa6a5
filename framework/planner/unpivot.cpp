// SPDX-License-Identifier: Apache-2.0
#include "planner/unpivot.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace dp::planner {

namespace {

/// Whether a number of one type is one of the other's, or can become one without loss.
bool go_together(Type a, Type b) noexcept {
  const auto is_exact = [](Type type) { return type == Type::int64 || type == Type::decimal; };
  return a == b || (is_exact(a) && is_exact(b));
}

/// The type that takes the values of all of them.
Type value_type(const std::vector<std::uint32_t>& columns, const Schema& have) noexcept {
  const bool any_decimal = std::any_of(columns.begin(), columns.end(), [&](std::uint32_t at) {
    return have[at].type == Type::decimal;
  });
  return any_decimal ? Type::decimal : have[columns.front()].type;
}

/// The places of the columns; those that do not go together with the first are mistakes.
std::vector<std::uint32_t> places_of(const std::vector<pipeline::Text>& columns,
                                     const Schema& have, pipeline::Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const auto& field : have) names.push_back(field.name);
  std::vector<std::uint32_t> places;
  for (const auto& column : columns) {
    const auto place = find_column(have, column.text);
    if (!place) {
      diagnostics.error(column.mark,
                        "no column '" + column.text + "'" + did_you_mean(column.text, names));
      continue;
    }
    places.push_back(static_cast<std::uint32_t>(*place));
    const auto& first = have[places.front()];
    const auto& field = have[*place];
    if (!go_together(field.type, first.type))
      diagnostics.error(column.mark,
                        "unpivot.columns: '" + field.name + "' is " +
                            std::string(type_name(field.type)) + ", '" + first.name + "' is " +
                            std::string(type_name(first.type)) + ": expected one type",
                        "cast them to one type before");
  }
  return places;
}

}  // namespace

std::optional<protocol::Stage> unpivot_stage(const pipeline::Unpivot& unpivot,
                                             const Schema& have,
                                             pipeline::Diagnostics& diagnostics) {
  const auto before = diagnostics.errors();
  protocol::Stage stage;
  stage.kind = protocol::Stage::Kind::unpivot;
  stage.unpivot.columns = places_of(unpivot.columns, have, diagnostics);
  if (stage.unpivot.columns.empty()) return std::nullopt;
  const auto& columns = stage.unpivot.columns;
  for (std::uint32_t i = 0; i < have.size(); ++i) {
    if (std::find(columns.begin(), columns.end(), i) != columns.end()) continue;
    stage.unpivot.others.push_back(i);
    stage.output.push_back(have[i]);
  }
  const Field made[] = {{unpivot.name.text, Type::string, false},
                        {unpivot.value.text, value_type(columns, have), true}};
  for (const auto& field : made) {
    if (find_column(stage.output, field.name))
      diagnostics.error(
          field.name == unpivot.name.text ? unpivot.name.mark : unpivot.value.mark,
          "unpivot: there is a column '" + field.name + "' already",
          "give it another name: {columns: [...], name: month, value: sales}");
    stage.output.push_back(field);
  }
  if (diagnostics.errors() != before) return std::nullopt;
  return stage;
}

}  // namespace dp::planner
