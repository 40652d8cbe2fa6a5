// SPDX-License-Identifier: Apache-2.0
#include "json/learner.hpp"

#include "json/infer.hpp"
#include "json/members.hpp"
#include "values/come_back.hpp"
#include "values/text.hpp"

namespace dp::json {
namespace {

/// A tree of more columns than this costs each record more than to look its members up.
constexpr std::size_t kMostInTree = 256;

}  // namespace

Learner::Learner(const Layout& layout)
    : layout_(layout), table_(layout.chosen.duplicates == Duplicates::first) {
  if (!layout.learning) return;
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    columns_.push_back(
        {layout.keys[i], layout.paths[i], &layout.columns[i], layout.unseen[i], {}, {}});
    if (layout.found()) table_.add(layout.paths[i][0]);
  }
  make_tree();
}

void Learner::make_tree() {
  reads_members_ = layout_.found() && columns_.size() > kMostInTree &&
                   layout_.others != values::Others::reject;
  std::vector<Path> paths;
  if (!reads_members_)
    for (const auto& column : columns_) paths.push_back(column.path);
  levels_ =
      Levels(layout_.chosen.explode, paths, layout_.chosen.duplicates == Duplicates::first);
  if (!layout_.found() || reads_members_) return;
  levels_.tree().mark_places();
  if (layout_.others == values::Others::leave) return;
  levels_.tree().watch({table_.names().begin(), table_.names().end()});
}

void Learner::begin(RecordPlace place) {
  place_ = place;
  for (const auto i : seen_) {
    columns_[i].types = {};
    columns_[i].refuter.reset();
    columns_[i].seen = false;
  }
  seen_.clear();
}

void Learner::grow(std::string_view record) {
  read_members(record);
  make_tree();
}

/// Read a record into the table; what is new in it gets columns.
void Learner::read_members(std::string_view record) {
  // It is right.
  static_cast<void>(layout_.records == Records::object ? table_.read_member(record)
                                                       : table_.read(record));
  for (auto i = columns_.size(); i < table_.names().size(); ++i) {
    const auto& name = table_.names()[i];
    columns_.push_back({key_of(name), {name}, nullptr, true, {}, {}});
  }
}

void Learner::see_members(std::string_view record, std::size_t at) {
  read_members(record);
  for (const auto& [member, value] : table_.found())
    see(member, value, value.raw(record.data()), at);
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
    if (value.kind != Kind::missing) see(i, value, value.raw(base), at);
  }
}

void Learner::see(std::size_t index, const Value& value, std::string_view raw, std::size_t at) {
  auto& column = columns_[index];
  if (!column.seen) seen_.push_back(index);
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
  for (const auto i : seen_) {
    const auto& column = columns_[i];
    if (column.known == nullptr && layout_.others != values::Others::join) continue;
    knowledge.add(column.key, column.types.bits(), column.refuter);
  }
  return rows_.emit(out, place_, knowledge);
}

}  // namespace dp::json
