// SPDX-License-Identifier: Apache-2.0
#include "json/rows.hpp"

#include <utility>

#include "values/come_back.hpp"
#include "values/parse.hpp"
#include "values/text.hpp"

namespace dp::json {

namespace {

/// Whether a value comes back from a type that is a guess.
bool fits_guess(Type type, Kind kind, bool escaped, std::string_view raw) noexcept {
  switch (type) {
    case Type::int64:
      // JSON has neither zeros in front nor a plus; what is too large is found when it is read.
      return kind == Kind::number && raw != "-0";
    case Type::float64:
      return kind == Kind::number && values::float_comes_back(raw);
    case Type::decimal:
      return kind == Kind::number && values::decimal_comes_back(raw);
    case Type::boolean:
      return kind == Kind::boolean;
    case Type::date:
    case Type::timestamp:
      return kind == Kind::text && !escaped && values::comes_back(type, raw);
    case Type::json:
      return true;
    case Type::string:
      return kind == Kind::text;
  }
  return true;
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
  const bool all = layout_.others == values::Others::reject;
  std::vector<Path> paths;
  for (std::size_t i = 0; i < used_.size(); ++i)
    if (all || used_[i] != 0) paths.push_back(layout_.paths[i]);
  levels_ =
      Levels(layout_.chosen.explode, paths, layout_.chosen.duplicates == Duplicates::first);
  plan_.clear();
  for (std::uint32_t i = 0; i < used_.size(); ++i)
    if (used_[i] != 0)
      plan_.push_back({levels_.slot_of()[all ? i : plan_.size()], i, layout_.columns[i].type,
                       layout_.columns[i].guessed, layout_.unseen[i]});
  if (layout_.found()) levels_.tree().mark_places();
  if (layout_.watches()) levels_.tree().watch(*layout_.members);
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

Rows::Misfit Rows::misfit(std::span<const Value> values, std::size_t base) {
  base_ = piece_.text + base;
  nulls_.clear();
  Misfit found;
  for (const auto& column : plan_) {
    const auto& value = values[column.slot];
    if ((!found.reason.empty() && !column.guessed) || put(column, value)) continue;
    found.reason =
        "column '" + layout_.columns[column.place].name + "': got " +
        values::shown(value.raw(base_)) + ", expected " +
        (column.guessed && column.unseen ? "a null"
                                         : values::expected(column.type, text_of(value)));
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
  if (column.guessed &&
      (column.unseen || !fits_guess(column.type, value.kind, value.escaped, value.raw(base_))))
    return false;
  if (column.type != Type::string)
    return column.type == Type::json ? put_json(column, value) : put_value(column, value);
  auto& builder = batch_.column(column.place);
  if (value.escaped)
    builder.put_copy(rows_, text_of(value));
  else
    builder.put(rows_, base_ + value.begin, value.end - value.begin);
  return true;
}

/// The JSON of a value as it stands, in one line: rows of NDJSON are lines.
bool Rows::put_json(const Column& column, const Value& value) {
  const auto whole = value.whole(base_);
  auto& builder = batch_.column(column.place);
  const bool lines = value.kind != Kind::text && whole.find('\n') != std::string_view::npos;
  if (!lines) {
    builder.put(rows_, whole.data(), static_cast<std::uint32_t>(whole.size()));
    return true;
  }
  unescaped_.clear();
  append_compact(unescaped_, whole);
  builder.put_copy(rows_, unescaped_);
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
