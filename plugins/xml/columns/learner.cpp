// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/learner.hpp"

#include <utility>

#include "values/come_back.hpp"
#include "values/text.hpp"
#include "xml/markup/chars.hpp"

namespace dp::xml {

Learner::Learner(const Layout& layout) : layout_(layout) {
  static_cast<void>(rows_.columns());
  if (!layout.learning) return;
  picker_ = picker_of(layout);
  for (std::size_t i = 0; i < layout.columns.size(); ++i)
    add(layout.paths[i], {.key = layout.keys[i], .field = &layout.columns[i], .known = true});
  for (const auto& path : layout.others) add(path, {.key = key_of(path), .known = true});
}

void Learner::add(const Path& path, Column column) {
  picker_.want(static_cast<std::uint32_t>(columns_.size()), path);
  places_.emplace(column.key, columns_.size());
  columns_.push_back(std::move(column));
}

void Learner::renew() {
  if (layout_.found || !layout_.learning) return;
  picker_ = picker_of(layout_);
  for (std::uint32_t i = 0; i < layout_.paths.size(); ++i) picker_.want(i, layout_.paths[i]);
  want_guards(layout_, std::vector<std::uint8_t>(layout_.paths.size(), 1), picker_);
}

void Learner::begin(std::uint64_t item) {
  item_ = item;
  for (auto& column : columns_) {
    column.leaf = true;
    column.seen = false;
    column.types = {};
    column.refuter.reset();
  }
}

void Learner::see(pugi::xml_node record, std::uint64_t offset) {
  if (layout_.found) note(record, offset);
  // Trees with all spaces lack none.
  static_cast<void>(picker_.pick(record, true));
  if (!layout_.found && guard_of(layout_, picker_.values()) != nullptr) return;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    see_value(columns_[i], picker_.value(static_cast<std::uint32_t>(i)), offset);
}

/// Take note of what a record has.
void Learner::note(pugi::xml_node record, std::uint64_t offset) {
  for (const auto attribute : record.attributes())
    if (!is_declaration(attribute.name())) seen({{}, attribute.name()}, offset);
  for (const auto child : record.children())
    if (child.type() == pugi::node_element) note_child(child, offset);
}

void Learner::note_child(pugi::xml_node child, std::uint64_t offset) {
  auto& column = seen({{child.name()}, {}}, offset);
  for (const auto inner : child.children())
    column.leaf = column.leaf && inner.type() != pugi::node_element;
  if (!column.leaf && column.field != nullptr && !column.refuter)
    column.refuter = {item_, offset, "an element within it"};
}

Learner::Column& Learner::seen(const Path& path, std::uint64_t offset) {
  auto key = key_of(path);
  if (places_.count(key) == 0) add(path, {.key = key});
  auto& column = columns_[places_.at(key)];
  column.seen = true;
  if (!column.known && !column.refuter) column.refuter = {item_, offset, std::nullopt};
  return column;
}

void Learner::see_value(Column& column, const Value& value, std::uint64_t offset) {
  const auto text = trimmed(value.view());
  column.seen = column.seen || value.at != nullptr;
  if (text.empty()) return;
  column.types.see(text);
  if (column.refuter || column.field == nullptr || !column.field->guessed) return;
  const auto type = column.field->type;
  if (type == Type::string || !values::comes_back(type, text))
    column.refuter = {item_, offset, values::shown(text)};
}

Status Learner::flush(Output& out) {
  values::Knowledge knowledge;
  for (const auto& column : columns_)
    if (column.seen)
      knowledge.add(
          column.key,
          static_cast<std::uint8_t>(column.types.bits() | (column.leaf ? kLeafBit : 0)),
          column.refuter);
  return rows_.emit(out, {item_, 0}, knowledge);
}

}  // namespace dp::xml
