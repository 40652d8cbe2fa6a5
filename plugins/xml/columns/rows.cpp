// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/rows.hpp"

#include <utility>

#include "values/parse.hpp"
#include "values/text.hpp"
#include "xml/markup/chars.hpp"

namespace dp::xml {

void Rows::need(std::span<const std::uint8_t> used) {
  used_.assign(used.begin(), used.end());
  batch_.set_used(used.data());
}

void Rows::begin(std::uint64_t item) noexcept {
  rows_ = 0;
  item_ = item;
}

void Rows::begin_batch(const char* text) noexcept {
  batch_.clear();
  batch_.set_text(text);
}

bool Rows::add(std::span<const Value> values, std::uint64_t offset) {
  nulls_.clear();
  for (std::size_t column = 0; column < columns_.size(); ++column)
    if (used_[column] != 0 && !put(column, values[column])) return false;
  for (const auto column : nulls_) batch_.column(column).set_null(rows_);
  batch_.offsets()[rows_] = offset;
  ++rows_;
  return true;
}

bool Rows::put(std::size_t column, const Value& value) {
  auto& builder = batch_.column(column);
  auto text = value.view();
  const bool is_text = builder.type() == Type::string;
  if (!is_text) text = trimmed(text);
  if (value.at == nullptr || (!is_text && text.empty())) {
    nulls_.push_back(column);
    return true;
  }
  if (!is_text) {
    if (values::put_value(builder, rows_, text)) return true;
    misfit_ = "column '" + columns_[column].name + "': got " + values::shown(text) +
              ", expected " + std::string(type_name(builder.type()));
    return false;
  }
  if (value.in_place && !text.empty())
    builder.put(rows_, text.data(), static_cast<std::uint32_t>(text.size()));
  else
    builder.put_copy(rows_, text);
  return true;
}

Status Rows::flush(Output& out) {
  if (rows_ == 0) return {};
  return out.emit(batch_.finish(std::exchange(rows_, 0), item_));
}

}  // namespace dp::xml
