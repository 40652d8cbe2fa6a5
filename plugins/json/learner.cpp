// SPDX-License-Identifier: Apache-2.0
#include "json/learner.hpp"

#include <unordered_set>

#include "json/infer.hpp"
#include "values/come_back.hpp"
#include "values/text.hpp"

namespace dp::json {

Learner::Learner(const Layout& layout) : layout_(layout) {
  if (!layout.learning) return;
  for (std::size_t i = 0; i < layout.columns.size(); ++i)
    columns_.push_back({layout.keys[i], layout.paths[i], &layout.columns[i], {}, {}});
  make_tree();
}

void Learner::make_tree() {
  std::vector<Path> paths;
  std::unordered_set<std::string> known;
  for (const auto& column : columns_) {
    paths.push_back(column.path);
    if (!column.path.empty()) known.insert(column.path[0]);
  }
  tree_ = Tree(paths);
  if (layout_.members) tree_.watch(std::move(known));
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
    if (known.insert(name).second) columns_.push_back({"/" + name, {name}, nullptr, {}, {}});
  make_tree();
}

void Learner::see(std::span<const Value> values, const char* base, std::size_t at) {
  const auto& slots = tree_.slot_of();
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
  if (!alone.has(column.known->type) || column.known->type == Type::string)
    column.refuter = {place.item, place.offset, values::shown(raw)};
}

Status Learner::flush(Output& out) {
  values::Knowledge knowledge;
  for (const auto& column : columns_)
    if (column.seen) knowledge.add(column.key, column.types.bits(), column.refuter);
  return rows_.emit(out, place_, knowledge);
}

}  // namespace dp::json
