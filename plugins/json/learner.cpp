// SPDX-License-Identifier: Apache-2.0
#include "json/learner.hpp"

#include <unordered_set>

#include "json/infer.hpp"
#include "json/members.hpp"
#include "values/come_back.hpp"
#include "values/text.hpp"

namespace dp::json {

Learner::Learner(const Layout& layout) : layout_(layout) {
  if (!layout.learning) return;
  for (std::size_t i = 0; i < layout.columns.size(); ++i)
    columns_.push_back(
        {layout.keys[i], layout.paths[i], &layout.columns[i], layout.unseen[i], {}, {}});
  make_tree();
}

void Learner::make_tree() {
  std::vector<Path> paths;
  std::unordered_set<std::string> known;
  for (const auto& column : columns_) {
    paths.push_back(column.path);
    if (!column.path.empty()) known.insert(column.path[0]);
  }
  levels_ = Levels(layout_.chosen.explode, paths);
  if (layout_.found) levels_.tree().mark_places();
  if (layout_.members) levels_.tree().watch(std::move(known));
}

void Learner::begin(RecordPlace place) {
  place_ = place;
  for (auto& column : columns_) {
    column.types = {};
    column.refuter.reset();
    column.seen = false;
  }
}

void Learner::grow(std::string_view record) {
  std::unordered_set<std::string> known;
  for (const auto& column : columns_) known.insert(column.path[0]);
  for (auto& name : members_of(record))
    if (known.insert(name).second)
      columns_.push_back({key_of(name), {name}, nullptr, true, {}, {}});
  make_tree();
}

void Learner::see(std::span<const Value> values, const char* base, std::size_t at) {
  levels_.each(values, base, [&](std::span<const Value> row) {
    see_row(row, base, at);
    return true;
  });
}

void Learner::see_row(std::span<const Value> values, const char* base, std::size_t at) {
  const auto& slots = levels_.slot_of();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto& value = values[slots[i]];
    if (value.kind != Kind::missing) see(columns_[i], value, value.raw(base), at);
  }
}

void Learner::see(Column& column, const Value& value, std::string_view raw, std::size_t at) {
  column.seen = true;
  const RecordPlace place{place_.item, place_.offset + at};
  if (column.known == nullptr && !column.refuter)
    column.refuter = {place.item, place.offset, std::nullopt};
  if (value.kind == Kind::null) return;
  const auto likely = likely_of(value);
  column.types.see(raw, likely);
  if (column.refuter || !column.known->guessed) return;
  values::TypeSet alone;
  alone.see(raw, likely);
  if (column.unseen || !alone.has(column.known->type))
    column.refuter = {place.item, place.offset, values::shown(raw)};
}

Status Learner::flush(Output& out) {
  values::Knowledge knowledge;
  for (const auto& column : columns_)
    if (column.seen) knowledge.add(column.key, column.types.bits(), column.refuter);
  return rows_.emit(out, place_, knowledge);
}

}  // namespace dp::json
