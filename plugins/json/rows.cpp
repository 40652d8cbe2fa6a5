// SPDX-License-Identifier: Apache-2.0
#include "json/rows.hpp"

#include <utility>

#include "values/come_back.hpp"
#include "values/parse.hpp"
#include "values/text.hpp"

namespace dp::json {

namespace {

/// Whether a value comes back from a type that is a guess. Of a text column none was seen.
bool fits_guess(Type type, Kind kind, bool escaped, std::string_view raw) noexcept {
  switch (type) {
    case Type::int64:
      // JSON has neither zeros in front nor a plus; what is too large is found when it is read.
      return kind == Kind::number && raw != "-0";
    case Type::float64:
      return kind == Kind::number && values::float_comes_back(raw);
    case Type::boolean:
      return kind == Kind::boolean;
    case Type::date:
    case Type::timestamp:
      return kind == Kind::text && !escaped && values::comes_back(type, raw);
    case Type::string:
      break;
  }
  return false;
}

}  // namespace

Rows::Rows(const Layout& layout)
    : layout_(layout), batch_(layout.columns, kRows), used_(layout.columns.size(), 1) {
  set_plan();
}

void Rows::need(std::span<const std::uint8_t> used) {
  used_.assign(used.begin(), used.end());
  batch_.set_used(used.data());
  set_plan();
}

void Rows::set_plan() {
  std::vector<Path> paths;
  for (std::size_t i = 0; i < used_.size(); ++i)
    if (used_[i] != 0) paths.push_back(layout_.paths[i]);
  tree_ = Tree(paths);
  plan_.clear();
  for (std::uint32_t i = 0; i < used_.size(); ++i)
    if (used_[i] != 0)
      plan_.push_back({tree_.slot_of()[plan_.size()], i, layout_.columns[i].type,
                       layout_.columns[i].guessed});
  if (layout_.growing && layout_.members) tree_.watch(*layout_.members);
}

void Rows::begin(const char* text, std::uint64_t item, std::uint64_t offset) {
  rows_ = 0;
  piece_ = {text, item, offset};
}

bool Rows::add(std::span<const Value> values, std::size_t at, std::size_t base) {
  if (rows_ == 0) {
    batch_.clear();
    batch_.set_text(piece_.text + at);
    batch_at_ = at;
  }
  base_ = piece_.text + base;
  nulls_.clear();
  for (const auto& column : plan_)
    if (!put(column, values[column.slot])) [[unlikely]]
      return false;
  for (const auto place : nulls_) batch_.column(place).set_null(rows_);
  batch_.offsets()[rows_] = piece_.offset + at;
  ++rows_;
  return true;
}

Rows::Misfit Rows::misfit(std::span<const Value> values) {
  Misfit found;
  for (const auto& column : plan_) {
    const auto& value = values[column.slot];
    if ((!found.reason.empty() && !column.guessed) || put(column, value)) continue;
    const bool is_text = column.type == Type::string;
    found.reason = "column '" + layout_.columns[column.place].name + "': got " +
                   values::shown(value.raw(base_)) + ", expected " +
                   (is_text ? "a null" : std::string(type_name(column.type)));
    found.refutes = column.guessed;
    if (found.refutes) break;
  }
  return found;
}

Status Rows::flush(Output& out) {
  if (rows_ == 0) return {};
  return out.emit(batch_.finish(std::exchange(rows_, 0), piece_.item));
}

/// The text of a string, or the JSON of any other value.
std::string_view Rows::text_of(const Value& value) {
  if (!value.escaped) return value.raw(base_);
  unescaped_.clear();
  append_unescaped(unescaped_, value.raw(base_));
  return unescaped_;
}

bool Rows::put(const Column& column, const Value& value) {
  if (value.kind == Kind::missing || value.kind == Kind::null) {
    nulls_.push_back(column.place);
    return true;
  }
  if (column.guessed && !fits_guess(column.type, value.kind, value.escaped, value.raw(base_)))
    return false;
  if (column.type != Type::string) return put_value(column, value);
  auto& builder = batch_.column(column.place);
  if (value.escaped)
    builder.put_copy(rows_, text_of(value));
  else
    builder.put(rows_, base_ + value.begin, value.end - value.begin);
  return true;
}

bool Rows::put_value(const Column& column, const Value& value) {
  if (value.kind == Kind::object || value.kind == Kind::array) return false;
  const auto text = text_of(value);
  if (text.empty()) {
    nulls_.push_back(column.place);
    return true;
  }
  return values::put_value(batch_.column(column.place), rows_, text);
}

}  // namespace dp::json
