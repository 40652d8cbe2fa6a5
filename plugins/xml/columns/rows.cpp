// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/rows.hpp"

#include <utility>

#include "values/come_back.hpp"
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
  copied_ = 0;
}

bool Rows::add(std::span<const Value> values, std::uint64_t offset) {
  nulls_.clear();
  misfit_ = {};
  for (std::size_t column = 0; column < columns_.size() && !misfit_.refutes; ++column)
    if (used_[column] != 0 && (misfit_.reason.empty() || columns_[column].guessed))
      put(column, values[column]);
  if (!misfit_.reason.empty()) return false;
  for (const auto column : nulls_) batch_.column(column).set_null(rows_);
  batch_.offsets()[rows_] = offset;
  ++rows_;
  return true;
}

void Rows::put(std::size_t column, const Value& value) {
  auto& builder = batch_.column(column);
  const auto type = builder.type();
  const bool is_text = type == Type::string;
  const bool guessed = columns_[column].guessed;
  const auto text = is_text || guessed ? value.view() : trimmed(value.view());
  if (value.at == nullptr || (!is_text && text.empty())) {
    nulls_.push_back(column);
    return;
  }
  // No value has been seen of a text column whose type is a guess.
  if (guessed && !text.empty() && (is_text || !values::comes_back(type, text)))
    return refuse(column, text);
  if (!is_text) {
    if (!values::put_value(builder, rows_, text)) refuse(column, text);
  } else if (value.in_place && !text.empty()) {
    builder.put(rows_, text.data(), static_cast<std::uint32_t>(text.size()));
  } else {
    builder.put_copy(rows_, text);
    copied_ += text.size();
  }
}

void Rows::refuse(std::size_t column, std::string_view text) {
  const auto& field = columns_[column];
  misfit_.reason = "column '" + field.name + "': got " + values::shown(text) + ", expected " +
                   (field.type == Type::string ? "a null" : values::expected(field.type, text));
  misfit_.refutes = field.guessed;
}

void Rows::note_repeated(std::span<const Value> values, std::uint64_t offset) {
  repeats_.resize(columns_.size());
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    if (used_[column] == 0 || !values[column].repeated) continue;
    auto& repeats = repeats_[column];
    if (repeats.count++ == 0) repeats.offset = offset;
  }
}

Status Rows::flush_notes(Output& out) {
  for (std::size_t column = 0; column < repeats_.size(); ++column) {
    const auto& repeats = repeats_[column];
    if (repeats.count == 0) continue;
    DP_CHECK(out.note(repeats.offset,
                      "column '" + columns_[column].name +
                          "': the first of several in a record; `repeated: join` takes all",
                      repeats.count));
  }
  repeats_.clear();
  return {};
}

Status Rows::flush(Output& out) {
  if (rows_ == 0) return {};
  DP_CHECK(flush_notes(out));
  return out.emit(batch_.finish(std::exchange(rows_, 0), item_));
}

}  // namespace dp::xml
