// SPDX-License-Identifier: Apache-2.0
#include "planner/column_changes.hpp"

#include <algorithm>
#include <dp/civil.hpp>
#include <dp/decimal.hpp>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "planner/casts.hpp"
#include "planner/expression_text.hpp"
#include "planner/flatten.hpp"

namespace dp::planner {

namespace {

using pipeline::Change;
using pipeline::Step;
using protocol::Stage;

/// A column that a step leaves: one of those that came to it, maybe under another name, or with other
/// values.
struct ChangedColumn {
  Field field;
  std::uint32_t from = 0;                 ///< its place among those that came
  std::optional<expr::Expression> value;  ///< over those that came; none: as it was
  /// What is true of values that may go on; it may call the column's new values `value_name`.
  /// None: all may.
  std::optional<expr::Expression> fits;
  std::string value_name;
};

/// What goes into the text of an expression: far below its limit.
constexpr std::size_t kMostText = 8 << 10;

std::vector<std::string> names_of(const Schema& have) {
  std::vector<std::string> names;
  for (const auto& field : have) names.push_back(field.name);
  return names;
}

/// Where a column is that a step names; nullopt, and a mistake, if it is not there.
std::optional<std::size_t> place_of(const pipeline::Text& column, const Schema& have,
                                    pipeline::Diagnostics& diagnostics,
                                    const std::string& hint = {}) {
  const auto place = find_column(have, column.text);
  if (!place)
    diagnostics.error(
        column.mark,
        "no column '" + column.text + "'" + did_you_mean(column.text, names_of(have)), hint);
  return place;
}

/// The columns that a step leaves, as its changes are applied one by one.
class Changes {
 public:
  Changes(const Schema& have, pipeline::Diagnostics& diagnostics)
      : have_(&have), diagnostics_(&diagnostics) {
    for (auto& name : names_of(have)) taken_.insert(std::move(name));
    for (std::uint32_t i = 0; i < have.size(); ++i)
      columns_.push_back({have[i], i, std::nullopt, std::nullopt, {}});
  }

  void rename(const std::vector<Change>& changes);
  void drop(const std::vector<pipeline::Text>& dropped, pipeline::Mark step);
  void cast(const Change& change);
  void fill(const Change& change);

  [[nodiscard]] std::vector<ChangedColumn> take() { return std::move(columns_); }

 private:
  ChangedColumn* find(const pipeline::Text& name, const std::string& hint = {});
  [[nodiscard]] std::string unused_name(std::string name);
  bool refuse_long(const ChangedColumn& column, std::size_t value, pipeline::Mark mark);
  std::optional<expr::Expression> filled(const Field& field, const pipeline::Node& value);

  const Schema* have_;
  std::set<std::string> taken_;  ///< names
  pipeline::Diagnostics* diagnostics_;
  std::vector<ChangedColumn> columns_;
};

/// A column that came to the step.
ChangedColumn* Changes::find(const pipeline::Text& name, const std::string& hint) {
  const auto place = place_of(name, *have_, *diagnostics_, hint);
  return place ? &columns_[*place] : nullptr;
}

/// A name for new values that no column has, and no other new values.
std::string Changes::unused_name(std::string name) {
  while (!taken_.insert(name).second) name += '\'';
  return name;
}

bool Changes::refuse_long(const ChangedColumn& column, std::size_t value, pipeline::Mark mark) {
  if (std::max(column.field.name.size(), value) <= kMostText) return false;
  diagnostics_->error(mark, "a name or value of more than 8 KiB cannot be here");
  return true;
}

/// All at once, so that two columns can swap their names.
void Changes::rename(const std::vector<Change>& changes) {
  std::vector<bool> renamed(columns_.size(), false);
  for (const auto& change : changes) {
    const bool turned =
        !find_column(*have_, change.column.text) && find_column(*have_, change.name.text);
    auto* column = find(change.column, turned ? "the new name comes first: {new: old}" : "");
    if (column == nullptr) continue;
    renamed[column->from] = true;
    column->field.name = change.name.text;
  }
  for (const auto& change : changes) {
    const auto place = find_column(*have_, change.name.text);
    if (!place || renamed[*place] || !find_column(*have_, change.column.text)) continue;
    diagnostics_->error(change.name.mark, "there is a column '" + change.name.text +
                                              "' already: drop it, or rename it too");
  }
}

void Changes::drop(const std::vector<pipeline::Text>& dropped, pipeline::Mark step) {
  std::vector<bool> gone(columns_.size(), false);
  for (const auto& name : dropped)
    if (const auto* column = find(name)) gone[column->from] = true;
  std::erase_if(columns_, [&](const ChangedColumn& column) { return gone[column.from]; });
  if (columns_.empty() && !have_->empty())
    diagnostics_->error(step, "drop: no column would be left");
}

void Changes::cast(const Change& change) {
  auto* column = find(change.column);
  if (column == nullptr || refuse_long(*column, 0, change.column.mark)) return;
  const Type from = column->field.type;
  if (from == change.type) return;
  column->value_name = unused_name(column->field.name);
  auto cast = cast_of(column->field, column->value_name, change.type);
  if (!cast) {
    diagnostics_->error(change.column.mark,
                        "cast." + change.column.text + ": the column is " +
                            std::string(type_name(from)) + ", which cannot become " +
                            std::string(type_name(change.type)),
                        "derive a column: unix(time) gives seconds");
    return;
  }
  column->value = std::move(cast->value);
  column->fits = std::move(cast->fits);
  column->field = {column->field.name, change.type, true};
}

/// The column with the value in place of null; nullopt if the value is of another type.
std::optional<expr::Expression> Changes::filled(const Field& field,
                                                const pipeline::Node& value) {
  ExpressionText text;
  text.syntax("coalesce(").column(field.name).syntax(", ");
  const auto integer = value.integer();
  const auto number = value.number();
  const auto flag = value.boolean();
  if (field.type == Type::int64 && integer)
    text.constant({0, 0, expr::Op::integer, *integer, 0}, value.text);
  else if (field.type == Type::float64 && (number || integer))
    text.constant({0, 0, expr::Op::number, 0, number ? *number : static_cast<double>(*integer)},
                  value.text);
  else if (field.type == Type::boolean && flag)
    text.constant({0, 0, expr::Op::boolean, *flag ? 1 : 0, 0}, value.text);
  else if (field.type == Type::decimal && integer)
    text.constant({0, 0, expr::Op::integer, *integer, 0}, value.text);
  else if (field.type == Type::decimal && number && Decimal::parse(value.text))
    text.constant({0, 0, expr::Op::number, 0, *number}, value.text);
  else if (field.type == Type::string ||
           (field.type == Type::date && civil::parse_date(value.text)) ||
           (field.type == Type::timestamp && civil::parse_time(value.text)))
    text.string(value.text);
  else
    return std::nullopt;
  return text.syntax(")").parse();
}

void Changes::fill(const Change& change) {
  auto* column = find(change.column);
  const auto& value = change.value;
  if (column == nullptr || refuse_long(*column, value.text.size(), value.mark)) return;
  column->value = filled(column->field, value);
  if (column->value) {
    column->value_name = unused_name(column->field.name);
    return;
  }
  diagnostics_->error(value.mark,
                      "fill." + change.column.text + ": expected " +
                          std::string(type_name(column->field.type)) +
                          ", the column's type (got " + value.describe() + ")",
                      column->field.type == Type::json ? "cast it to string before"
                      : value.quoted
                          ? "what is in quotes is text"
                          : "cast the column before, if other values are to be in it");
}

/// The input's columns, and after them the new values.
Stage derive_stage(const std::vector<ChangedColumn>& columns, const Schema& have) {
  Stage stage;
  stage.kind = Stage::Kind::derive;
  stage.output = have;
  for (const auto& column : columns) {
    if (!column.value) continue;
    stage.derived.push_back({column.value_name, *column.value});
    stage.output.push_back({column.value_name, column.field.type, true});
  }
  return stage;
}

/// `derived`: the columns of derive_stage.
Stage check_stage(const std::vector<ChangedColumn>& columns, const Schema& have,
                  const Schema& derived) {
  Stage stage;
  stage.kind = Stage::Kind::check;
  stage.output = derived;
  auto place = static_cast<std::uint32_t>(have.size());
  for (const auto& column : columns) {
    if (!column.value) continue;
    const auto at = place++;
    if (!column.fits) continue;
    const auto& name = have[column.from].name;
    const auto shown = ExpressionText().syntax("string(").column(name).syntax(")").parse();
    stage.checks.push_back(
        {at, *column.fits, shown, name, std::string(type_name(column.field.type))});
  }
  return stage;
}

Stage select_stage(const std::vector<ChangedColumn>& columns, const Schema& have) {
  Stage stage;
  stage.kind = Stage::Kind::select;
  stage.keeps_rest = true;
  auto place = static_cast<std::uint32_t>(have.size());
  for (const auto& column : columns) {
    stage.kept.push_back(column.value ? place++ : column.from);
    stage.output.push_back(column.field);
  }
  return stage;
}

bool is_as_it_was(const std::vector<ChangedColumn>& columns, const Schema& have) {
  return columns.size() == have.size() &&
         std::all_of(columns.begin(), columns.end(), [&](const ChangedColumn& column) {
           return !column.value && column.field.name == have[column.from].name;
         });
}

std::optional<std::vector<ChangedColumn>> changed_columns(const Step& step, const Schema& have,
                                                          pipeline::Diagnostics& diagnostics) {
  const auto before = diagnostics.errors();
  Changes changes(have, diagnostics);
  if (step.kind == Step::Kind::rename) changes.rename(step.changes);
  if (step.kind == Step::Kind::drop) changes.drop(step.select, step.mark);
  for (const auto& change : step.changes) {
    if (step.kind == Step::Kind::cast) changes.cast(change);
    if (step.kind == Step::Kind::fill) changes.fill(change);
  }
  if (diagnostics.errors() != before) return std::nullopt;
  return changes.take();
}

std::vector<Stage> stages_of(const std::vector<ChangedColumn>& columns, const Schema& have) {
  std::vector<Stage> stages;
  if (is_as_it_was(columns, have)) return stages;
  auto derived = derive_stage(columns, have);
  auto check = check_stage(columns, have, derived.output);
  if (!derived.derived.empty()) stages.push_back(std::move(derived));
  if (!check.checks.empty()) stages.push_back(std::move(check));
  stages.push_back(select_stage(columns, have));
  return stages;
}

std::optional<std::vector<Stage>> selected(const std::vector<pipeline::Text>& names,
                                           const Schema& have,
                                           pipeline::Diagnostics& diagnostics) {
  Stage stage;
  stage.kind = Stage::Kind::select;
  bool all_there = true;
  for (const auto& wanted : names) {
    const auto place = place_of(wanted, have, diagnostics);
    all_there = all_there && place;
    // Of one that is there twice the model tells.
    if (!place || find_column(stage.output, wanted.text)) continue;
    stage.kept.push_back(static_cast<std::uint32_t>(*place));
    stage.output.push_back(have[*place]);
  }
  if (!all_there) return std::nullopt;
  return std::vector{std::move(stage)};
}

/// Arrays of JSON are split at the commas between their elements.
std::vector<Stage> explode(const pipeline::Text& column, std::size_t place, const Schema& have,
                           pipeline::Diagnostics& diagnostics) {
  if (const Type type = have[place].type; type != Type::json) {
    diagnostics.error(column.mark,
                      "explode: the column '" + column.text + "' is " +
                          std::string(type_name(type)) + ", expected json",
                      type == Type::string ? "to make records of the parts of a text: split: "
                                             "{column: " +
                                                 column.text + ", by: \";\"}"
                                           : "");
    return {};
  }
  Stage stage;
  stage.kind = Stage::Kind::split;
  stage.split = {static_cast<std::uint32_t>(place), ","};
  stage.output = have;
  stage.output[place].nullable = true;
  return {std::move(stage)};
}

/// A mistake leaves the columns that there were.
std::vector<Stage> split(const pipeline::Split& split, const Schema& have,
                         pipeline::Diagnostics& diagnostics) {
  const auto place = place_of(split.column, have, diagnostics);
  if (!place) return {};
  if (split.by.empty()) return explode(split.column, *place, have, diagnostics);
  if (const Type type = have[*place].type; type != Type::string) {
    diagnostics.error(split.column.mark,
                      "split: the column '" + split.column.text + "' is " +
                          std::string(type_name(type)) + ", expected string",
                      "cast it to string before");
    return {};
  }
  Stage stage;
  stage.kind = Stage::Kind::split;
  stage.split = {static_cast<std::uint32_t>(*place), split.by};
  stage.output = have;
  return {std::move(stage)};
}

}  // namespace

std::optional<std::vector<Stage>> column_stages(const Step& step, const Schema& have,
                                                pipeline::Diagnostics& diagnostics) {
  if (step.kind == Step::Kind::select) return selected(step.select, have, diagnostics);
  if (step.kind == Step::Kind::split) return split(step.split, have, diagnostics);
  if (step.kind == Step::Kind::flatten)
    return step.whole ? flatten_stages(step.flatten, have, diagnostics) : std::nullopt;
  const auto changed = changed_columns(step, have, diagnostics);
  if (!changed) return std::nullopt;
  return stages_of(*changed, have);
}

}  // namespace dp::planner
