// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "planner/compiler.hpp"

namespace dp::planner {

/// Note that the column at `place` of columns(), if it has no value, should be of a type.
void Compiler::want(std::size_t place, Type type) {
  if (auto origin = unseen_origin(plan_, taken_, place))
    wanted_.emplace(*std::move(origin), type);
}

/// Note which types columns without values should have, for an expression to be right and of a
/// type that fits. `schema`: columns(), and maybe more.
void Compiler::want_for(const expr::Expression& expression, const Schema& schema,
                        bool (*fits)(Type) noexcept) {
  std::vector<std::size_t> places;
  for (const auto& name : expression.columns()) {
    const auto place = find_column(schema, name);
    if (place && *place < plan_.mapped().size() && unseen_origin(plan_, taken_, *place))
      places.push_back(*place);
  }
  const auto suits = [&](const Schema& tried) {
    const auto type = expression.check(tried, &functions_);
    return type && fits(*type);
  };
  const auto found = suited(schema, places, suits);
  if (!found) return;
  for (const auto place : places)
    if ((*found)[place].type != schema[place].type) want(place, (*found)[place].type);
}

/// The same for the columns that a task's options ask for.
void Compiler::want_for(const pipeline::CheckedOptions& options, const Schema& schema) {
  for (const auto& column : options.columns)
    want_for(
        column.formula.expression, schema,
        column.number ? &is_number : [](Type) noexcept { return true; });
}

/// A key and what it looks up have one type.
void Compiler::want_for(const pipeline::Join& join, const protocol::TableReply& table) {
  const auto have = columns();
  for (const auto& key : join.keys) {
    const auto mine = find_column(have, key.column.text);
    const auto other = find_column(table.columns, key.name.text);
    if (!mine || !other || have[*mine].type == table.columns[*other].type) continue;
    if (unseen_origin(plan_, taken_, *mine))
      want(*mine, table.columns[*other].type);
    else if (is_unseen(table.columns[*other]))
      wanted_.emplace(Origin{joins_in(plan_) + 1, key.name.text}, have[*mine].type);
  }
}

/// Columns that become one have one type: that of those with values.
void Compiler::want_for(const pipeline::Unpivot& unpivot) {
  const auto have = columns();
  std::vector<std::size_t> places;
  for (const auto& column : unpivot.columns)
    if (const auto place = find_column(have, column.text)) places.push_back(*place);
  const auto has_values = [&](std::size_t place) {
    return !unseen_origin(plan_, taken_, place).has_value();
  };
  const auto first = std::find_if(places.begin(), places.end(), has_values);
  if (first == places.end()) return;
  for (const auto place : places)
    if (have[place].type != have[*first].type) want(place, have[*first].type);
}

}  // namespace dp::planner
