// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/learner.hpp"

#include <algorithm>
#include <utility>

#include "values/come_back.hpp"
#include "values/text.hpp"
#include "xml/columns/infer.hpp"
#include "xml/markup/chars.hpp"

namespace dp::xml {

Learner::Learner(const Layout& layout) : layout_(layout) {
  static_cast<void>(rows_.columns());
  if (!layout.learning) return;
  picker_ = picker_of(layout);
  for (std::size_t i = 0; i < layout.columns.size(); ++i)
    add(layout.paths[i], {.key = layout.keys[i], .field = &layout.columns[i]});
  if (!layout.found()) return;
  for (const auto& path : *layout.bare) add(path, {.key = key_of(path)});
}

void Learner::add(const Path& path, Column column) {
  picker_.want(static_cast<std::uint32_t>(columns_.size()), path);
  places_.emplace(column.key, columns_.size());
  columns_.push_back(std::move(column));
}

void Learner::renew() {
  if (!layout_.learning) return;
  picker_ = picker_of(layout_);
  for (std::uint32_t i = 0; i < columns_.size(); ++i)
    picker_.want(i, layout_.found() ? path_of(columns_[i].key) : layout_.paths[i]);
  want_guards(layout_, std::vector<std::uint8_t>(layout_.paths.size(), 1), picker_);
}

void Learner::begin(std::uint64_t item) {
  item_ = item;
  for (auto& column : columns_) {
    column.textless = column.leaf = layout_.found();
    column.seen = false;
    column.types = {};
    column.refuter.reset();
  }
}

void Learner::see(pugi::xml_node record, std::uint64_t offset) {
  if (layout_.found()) note(record, offset);
  static_cast<void>(picker_.for_each_row(record, [&](pugi::xml_node) {
    see_values(offset);
    return Status{};
  }));
  for (const auto& value : layout_.item_values)
    if (value.text)
      see_value(columns_[value.column], {value.text->data(), value.text->size()}, offset);
}

/// Learn of the values of a row.
void Learner::see_values(std::uint64_t offset) {
  const auto values = picker_.values();
  if (!layout_.found() && guard_of(layout_, values) != nullptr) return;
  for (std::size_t i = 0; i < std::min(columns_.size(), values.size()); ++i)
    see_value(columns_[i], values[i], offset);
}

/// Take note of what a record has.
void Learner::note(pugi::xml_node record, std::uint64_t offset) {
  key_.clear();
  path_.elements.clear();
  note_attributes(record, "@", offset);
  // Blank texts are learned of too: they are values if another is not blank.
  key_ = key_of({});
  see_key(!content_of(record).text.empty(), true, offset);
  key_.clear();
  note_children(record, offset);
}

/// Of the element whose key is key_.
void Learner::note_attributes(pugi::xml_node element, std::string_view mark,
                              std::uint64_t offset) {
  const auto size = key_.size();
  for (const auto attribute : element.attributes()) {
    if (is_declaration(attribute.name())) continue;
    key_.append(mark).append(attribute.name());
    see_key(true, false, offset);
    key_.resize(size);
  }
}

void Learner::note_children(pugi::xml_node element, std::uint64_t offset) {
  const auto size = key_.size();
  for (const auto child : element.children()) {
    if (child.type() != pugi::node_element) continue;
    key_.append("/").append(child.name());
    path_.elements.emplace_back(child.name());
    const auto content = content_of(child);
    see_key(!content.text.empty(), content.elements || leads_to_rows(layout_.pattern, path_),
            offset);
    note_attributes(child, "/@", offset);
    note_children(child, offset);
    path_.elements.pop_back();
    key_.resize(size);
  }
}

/// What has the key key_ is in a record.
void Learner::see_key(bool has_text, bool has_children, std::uint64_t offset) {
  if (places_.count(key_) == 0) add(path_of(key_), {.key = key_});
  auto& column = columns_[places_.at(key_)];
  column.seen = true;
  column.textless = column.textless && !has_text;
  column.leaf = column.leaf && !has_children;
  // One without text may yet turn out to be no column.
  if (column.field == nullptr && has_text && !column.refuter)
    column.refuter = {item_, offset, std::nullopt};
}

void Learner::see_value(Column& column, const Value& value, std::uint64_t offset) {
  const auto text = value.view();
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
  for (const auto& column : columns_) {
    if (!column.seen) continue;
    if (column.field == nullptr && layout_.others.become != values::Others::join) continue;
    const auto kind = (column.textless ? kTextlessBit : 0) | (column.leaf ? kLeafBit : 0);
    knowledge.add(column.key, static_cast<std::uint16_t>(column.types.bits() | kind),
                  column.refuter);
  }
  return rows_.emit(out, {item_, 0}, knowledge);
}

}  // namespace dp::xml
