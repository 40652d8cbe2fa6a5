// SPDX-License-Identifier: Apache-2.0
#include "csv/learner.hpp"

#include <numeric>

#include "values/come_back.hpp"
#include "values/text.hpp"

namespace dp::csv {

Learner::Learner(const Layout& layout) : layout_(layout), sources_(layout.columns.size()) {
  std::iota(sources_.begin(), sources_.end(), 0u);
}

void Learner::set_more(const std::vector<ItemColumns::More>& more) {
  new_.clear();
  if (!layout_.learning || layout_.other != OtherColumns::all) return;
  for (const auto& column : more) new_.push_back({column, {}});
}

void Learner::begin(const char* text, RecordPlace place) {
  learned_.assign(layout_.columns.size(), {});
  for (auto& column : new_) column.types = {};
  text_ = text;
  place_ = place;
  any_ = false;
}

void Learner::see(const Record& record, std::size_t at) {
  any_ = true;
  for (std::size_t i = 0; i < learned_.size(); ++i) {
    if (sources_[i] >= record.count) continue;  // of a record that is padded
    const auto value = value_of(record.fields[sources_[i]], text_, layout_, text_of_value_);
    if (value.empty()) continue;
    if (fits(layout_.columns[i], value))
      see_value(learned_[i].kept, value, layout_, plain_);
    else
      learned_[i].refute(value, layout_, plain_, {place_.item, place_.offset + at});
  }
  see_new(record);
}

void Learner::see_new(const Record& record) {
  for (auto& column : new_) {
    if (column.named.field >= record.count) continue;
    const auto value =
        value_of(record.fields[column.named.field], text_, layout_, text_of_value_);
    if (!value.empty()) see_value(column.types, value, layout_, plain_);
  }
}

bool Learner::fits(const dp::Field& known, std::string_view value) {
  if (!known.guessed) return true;
  if (known.type == Type::string) return false;
  const auto plain = layout_.numbers.is_plain() ? value : layout_.numbers.plain(value, plain_);
  return plain && values::comes_back(known.type, *plain);
}

/// Once the values can be text alone, one more says nothing.
void Learner::Column::refute(std::string_view value, const Layout& layout, std::string& buffer,
                             RecordPlace place) {
  if (!refuting.is_empty() && !refuting.may_change()) return;
  values::TypeSet set;
  see_value(set, value, layout, buffer);
  refuting = values::TypeSet(refuting.bits() & set.bits());
  refuters.try_emplace(set.bits(),
                       values::Refuter{place.item, place.offset, values::shown(value)});
}

Status Learner::flush(Output& out) {
  if (!any_ && new_.empty()) return {};
  values::Knowledge knowledge;
  for (std::size_t i = 0; any_ && i < learned_.size(); ++i) {
    const auto key = kKeyOfColumn + layout_.columns[i].name;
    const auto& [kept, refuting, refuters] = learned_[i];
    if (!kept.is_empty() || refuters.empty()) knowledge.add(key, kept.bits(), std::nullopt);
    for (const auto& [bits, refuter] : refuters) knowledge.add(key, bits, refuter);
  }
  for (const auto& [named, types] : new_)
    knowledge.add(kKeyOfColumn + named.name, types.bits(),
                  values::Refuter{place_.item, named.offset, std::nullopt});
  return rows_.emit(out, place_, knowledge);
}

}  // namespace dp::csv
