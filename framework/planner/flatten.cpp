// SPDX-License-Identifier: Apache-2.0
#include "planner/flatten.hpp"

#include <set>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "expr/json_members.hpp"
#include "planner/column_changes.hpp"
#include "planner/expression_text.hpp"

namespace dp::planner {

namespace {

using pipeline::Flatten;
using protocol::Stage;

/// What the paths of one step have together: far below the limit of an expression.
constexpr std::size_t kMostPaths = 32 << 10;

/// The column's place; nullopt, and a mistake, if it is none of JSON.
std::optional<std::size_t> json_column(const pipeline::Text& column, const Schema& have,
                                       pipeline::Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const auto& field : have) names.push_back(field.name);
  const auto place = find_column(have, column.text);
  if (!place) {
    diagnostics.error(column.mark,
                      "no column '" + column.text + "'" + did_you_mean(column.text, names));
    return std::nullopt;
  }
  if (have[*place].type == Type::json) return place;
  diagnostics.error(
      column.mark,
      "flatten.column: '" + column.text + "' is " + std::string(type_name(have[*place].type)) +
          ", expected json",
      have[*place].type == Type::string
          ? "types: {" + column.text + ": json}, given to the reader json, keeps it as JSON"
          : "");
  return std::nullopt;
}

/// "address.geo.lat"; nullopt, and a mistake, if there is no such path.
std::optional<std::string> member_column(const Flatten& flatten, const pipeline::Text& member,
                                         pipeline::Diagnostics& diagnostics) {
  const auto path = expr::json_path_of(member.text);
  if (!path) {
    diagnostics.error(member.mark, "flatten.members: no path (got '" + member.text + "')",
                      "a path is names with dots between them, or begins with a slash: /a.b/c");
    return std::nullopt;
  }
  auto name = flatten.column.text;
  for (const auto& part : *path) name += flatten.separator + part;
  return name;
}

/// The columns that a value becomes: the members and the rest. Empty, and mistakes, if they cannot be.
Schema flatten_columns(const Flatten& flatten, const Schema& have, std::size_t place,
                       pipeline::Diagnostics& diagnostics) {
  const auto before = diagnostics.errors();
  std::set<std::string> taken;
  for (std::size_t i = 0; i < have.size(); ++i)
    if (i != place) taken.insert(have[i].name);
  Schema made;
  const auto add = [&](std::string name, const pipeline::Mark& mark) {
    if (!taken.insert(name).second)
      diagnostics.error(mark, "flatten: there is a column '" + name + "' already",
                        "another 'separator', or 'rest', gives other names");
    made.push_back({std::move(name), Type::json, true});
  };
  std::size_t size = 0;
  for (const auto& member : flatten.members) {
    size += member.column.text.size() + flatten.column.text.size();
    if (auto name = member_column(flatten, member.column, diagnostics))
      add(*std::move(name), member.column.mark);
  }
  const auto& rest = flatten.rest ? *flatten.rest : flatten.column;
  add(rest.text, rest.mark);
  if (size > kMostPaths)
    diagnostics.error(flatten.column.mark,
                      "flatten.members: more than " + std::to_string(kMostPaths >> 10) +
                          " KiB of paths cannot be in one step",
                      "flatten the column of the rest by a step after this one");
  return diagnostics.errors() == before ? made : Schema{};
}

/// The values of `made`, after the columns that there are.
Stage flatten_derive(const Flatten& flatten, const Schema& have, const Schema& made) {
  Stage stage;
  stage.kind = Stage::Kind::derive;
  stage.output = have;
  const auto add = [&](std::string name, expr::Expression value) {
    while (find_column(stage.output, name)) name += '\'';
    stage.derived.push_back({name, std::move(value)});
    stage.output.push_back({std::move(name), Type::json, true});
  };
  ExpressionText rest;
  rest.syntax("without(").column(flatten.column.text);
  for (std::size_t i = 0; i < flatten.members.size(); ++i) {
    const auto& path = flatten.members[i].column.text;
    rest.syntax(", ").string(path);
    add(made[i].name, ExpressionText()
                          .syntax("member(")
                          .column(flatten.column.text)
                          .syntax(", ")
                          .string(path)
                          .syntax(")")
                          .parse());
  }
  add(made.back().name, rest.syntax(")").parse());
  return stage;
}

/// The columns that there were, with `made` in place of the one at `place`.
Stage flatten_select(const Schema& have, std::size_t place, const Schema& made) {
  Stage stage;
  stage.kind = Stage::Kind::select;
  stage.keeps_rest = true;
  const auto add = [&](std::size_t from, const Field& field) {
    stage.kept.push_back(static_cast<std::uint32_t>(from));
    stage.output.push_back(field);
  };
  for (std::size_t i = 0; i < have.size(); ++i) {
    if (i != place) add(i, have[i]);
    for (std::size_t j = 0; i == place && j < made.size(); ++j) add(have.size() + j, made[j]);
  }
  return stage;
}

/// The members that have a type are cast to it.
pipeline::Step flatten_casts(const Flatten& flatten, const Schema& made) {
  pipeline::Step step;
  step.kind = pipeline::Step::Kind::cast;
  for (std::size_t i = 0; i < flatten.members.size(); ++i) {
    const auto& member = flatten.members[i];
    if (member.type == Type::json) continue;
    auto& change = step.changes.emplace_back();
    change.column = {made[i].name, member.column.mark};
    change.type = member.type;
  }
  return step;
}

}  // namespace

std::optional<std::vector<Stage>> flatten_stages(const Flatten& flatten, const Schema& have,
                                                 pipeline::Diagnostics& diagnostics) {
  const auto place = json_column(flatten.column, have, diagnostics);
  if (!place) return std::nullopt;
  const auto made = flatten_columns(flatten, have, *place, diagnostics);
  if (made.empty()) return std::nullopt;
  std::vector<Stage> stages;
  stages.push_back(flatten_derive(flatten, have, made));
  stages.push_back(flatten_select(have, *place, made));
  auto casts = column_stages(flatten_casts(flatten, made), stages.back().output, diagnostics);
  if (!casts) return std::nullopt;
  for (auto& stage : *casts) stages.push_back(std::move(stage));
  return stages;
}

}  // namespace dp::planner
