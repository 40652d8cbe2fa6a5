// SPDX-License-Identifier: Apache-2.0
#include "csv/rows.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "values/parse.hpp"
#include "values/text.hpp"

namespace dp::csv {
Rows::Rows(const Layout& layout)
    : layout_(layout),
      batch_(layout.columns, kRows),
      sources_(layout.columns.size()),
      used_(layout.columns.size(), 1) {
  std::iota(sources_.begin(), sources_.end(), 0u);
  set_plan();
}

void Rows::need(std::span<const std::uint8_t> used) {
  used_.assign(used.begin(), used.end());
  batch_.set_used(used.data());
  set_plan();
}

void Rows::set_sources(std::vector<std::uint32_t> sources) {
  sources_ = std::move(sources);
  set_plan();
}

void Rows::set_plan() {
  plan_.clear();
  for (std::uint32_t i = 0; i < layout_.columns.size(); ++i)
    if (used_[i] != 0) plan_.push_back({sources_[i], i, layout_.columns[i].type});
  used_fields_.clear();
  for (const auto& column : plan_) used_fields_.push_back(column.field);
}

std::string Rows::name_of(std::size_t place) const {
  const auto found = std::find(sources_.begin(), sources_.end(), place);
  if (found == sources_.end()) return "field " + std::to_string(place + 1);
  const auto column = static_cast<std::size_t>(found - sources_.begin());
  return "column '" + layout_.columns[column].name + "'";
}

void Rows::begin(const char* text, std::uint64_t item, std::uint64_t offset) {
  rows_ = 0;
  text_ = text;
  item_ = item;
  offset_ = offset;
}

bool Rows::add(const Record& record, std::size_t at) {
  if (rows_ == 0) {
    batch_.clear();
    batch_.set_text(text_ + at);
    batch_at_ = at;
  }
  nulls_.clear();
  for (const auto& column : plan_)
    if (!put(column, record.fields[column.field])) [[unlikely]]
      return false;
  for (const auto place : nulls_) batch_.column(place).set_null(rows_);
  batch_.offsets()[rows_] = offset_ + at;
  ++rows_;
  return true;
}

std::string Rows::misfit(const Record& record) {
  for (const auto& column : plan_) {
    const auto& field = record.fields[column.field];
    if (!put(column, field))
      return name_of(column.field) + ": got " + values::shown(field.text(text_)) + ", want " +
             std::string(type_name(column.type));
  }
  return {};
}

Status Rows::flush(Output& out) {
  if (rows_ == 0) return {};
  return out.emit(batch_.finish(std::exchange(rows_, 0), item_));
}

bool Rows::put(const Column& column, const Field& field) {
  auto text = field.text(text_);
  if (!field.quoted) {
    if (layout_.missing.trim) text = trimmed(text);
    if (layout_.missing.is_null(text)) {
      put_null(column.place);
      return true;
    }
  }
  if (column.type == Type::string) {
    put_text(batch_.column(column.place), field, text);
    return true;
  }
  if (field.doubled) {
    unescaped_.clear();
    append_text(unescaped_, field, text_, layout_.dialect.quote);
    text = unescaped_;
  }
  return put_value(column, text);
}

void Rows::put_text(ColumnBuilder& builder, const Field& field, std::string_view text) {
  if (!field.doubled)
    return builder.put(rows_, text.data(), static_cast<std::uint32_t>(text.size()));
  unescaped_.clear();
  append_text(unescaped_, field, text_, layout_.dialect.quote);
  builder.put_copy(rows_, unescaped_);
}

bool Rows::put_value(const Column& column, std::string_view text) {
  if (text.empty()) {
    put_null(column.place);
    return true;
  }
  return values::put_value(batch_.column(column.place), rows_, text);
}

}  // namespace dp::csv
