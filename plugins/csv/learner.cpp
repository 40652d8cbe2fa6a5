// SPDX-License-Identifier: Apache-2.0
#include "csv/learner.hpp"

#include <numeric>

#include "values/come_back.hpp"
#include "values/text.hpp"

namespace dp::csv {

Learner::Learner(const Layout& layout) : layout_(layout), sources_(layout.columns.size()) {
  std::iota(sources_.begin(), sources_.end(), 0u);
}

void Learner::begin(const char* text, RecordPlace place) {
  learned_.assign(layout_.columns.size(), {});
  text_ = text;
  place_ = place;
  any_ = false;
}

void Learner::see(const Record& record, std::size_t at) {
  any_ = true;
  for (std::size_t i = 0; i < learned_.size(); ++i) {
    if (sources_[i] >= record.count) continue;  // of a record that is padded
    const auto value = value_of(record.fields[sources_[i]], text_, layout_.missing);
    if (value.empty()) continue;
    auto& column = learned_[i];
    const auto plain = see_value(column.types, value, layout_, plain_);
    const auto& known = layout_.columns[i];
    if (column.refuter || !known.guessed) continue;
    if (known.type == Type::string || !plain || !values::comes_back(known.type, *plain))
      column.refuter = {place_.item, place_.offset + at, values::shown(value)};
  }
}

Status Learner::flush(Output& out) {
  if (!any_) return {};
  values::Knowledge knowledge;
  for (std::size_t i = 0; i < learned_.size(); ++i)
    knowledge.add(kKeyOfColumn + layout_.columns[i].name, learned_[i].types.bits(),
                  learned_[i].refuter);
  return rows_.emit(out, place_, knowledge);
}

}  // namespace dp::csv
