// SPDX-License-Identifier: Apache-2.0
#include "csv/rows.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "values/come_back.hpp"
#include "values/parse.hpp"
#include "values/short.hpp"
#include "values/text.hpp"

namespace dp::csv {
Rows::Rows(const Layout& layout)
    : layout_(layout),
      odd_{layout.missing.changes(), !layout.numbers.is_plain()},
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
  absent_.clear();
  for (std::uint32_t i = 0; i < layout_.columns.size(); ++i) {
    if (used_[i] == 0) continue;
    if (sources_[i] == kAbsent)
      absent_.push_back(i);
    else
      plan_.push_back({sources_[i], i, layout_.columns[i].type, layout_.columns[i].guessed,
                       layout_.forms.has(i)});
  }
}

std::string Rows::name_of(std::size_t place) const {
  const auto found = std::find(sources_.begin(), sources_.end(), place);
  if (found == sources_.end()) return "field " + std::to_string(place + 1);
  const auto column = static_cast<std::size_t>(found - sources_.begin());
  return "column '" + layout_.columns[column].name + "'";
}

void Rows::begin(const char* text, RecordPlace place) {
  rows_ = 0;
  piece_ = {text, place};
}

void Rows::start(std::size_t at) {
  nulls_.clear();
  if (rows_ != 0) return;
  batch_.clear();
  batch_.set_text(piece_.text + at);
  batch_at_ = at;
}

/// The rows from `begin` to `end` are here to stay.
void Rows::set_nulls(std::size_t begin, std::size_t end) {
  for (const auto place : absent_)
    for (auto row = begin; row < end; ++row) batch_.column(place).set_null(row);
  for (const auto& null : nulls_)
    if (null.row < end) batch_.column(null.place).set_null(null.row);
}

bool Rows::add(const Record& record, std::size_t at) {
  start(at);
  for (const auto& column : plan_) {
    if (column.field >= record.count)
      nulls_.push_back({column.place, rows_});
    else if (!put(column, rows_, record.fields[column.field])) [[unlikely]]
      return false;
  }
  batch_.offsets()[rows_] = piece_.place.offset + at;
  ++rows_;
  set_nulls(rows_ - 1, rows_);
  return true;
}

std::size_t Rows::add(const Run& run) {
  start(run.begin_of(0));
  auto fitting = run;
  for (const auto& column : plan_) fitting.count = add_column(column, fitting);
  for (std::size_t i = 0; i < fitting.count; ++i)
    batch_.offsets()[rows_ + i] = piece_.place.offset + run.begin_of(i);
  rows_ += fitting.count;
  set_nulls(rows_ - fitting.count, rows_);
  return fitting.count;
}

std::size_t Rows::add_column(const Column& column, const Run& run) {
  return column.guessed ? add_typed<true>(column, run) : add_typed<false>(column, run);
}

template <bool guessed>
std::size_t Rows::add_typed(const Column& column, const Run& run) {
  if (is_odd_number(column.type)) return add_as<Type::date, guessed>(column, run);
  switch (column.type) {
    case Type::boolean:
      return add_as<Type::boolean, guessed>(column, run);
    case Type::int64:
      return add_as<Type::int64, guessed>(column, run);
    case Type::float64:
      return add_as<Type::float64, guessed>(column, run);
    case Type::string:
      return add_as<Type::string, guessed>(column, run);
    case Type::timestamp:
      return add_as<Type::timestamp, guessed>(column, run);
    case Type::date:
      return add_as<Type::date, guessed>(column, run);
    case Type::decimal:
      return add_as<Type::decimal, guessed>(column, run);
    case Type::json:
      break;  // no value of CSV is that
  }
  return 0;
}

template <Type type, bool guessed>
std::size_t Rows::add_as(const Column& column, const Run& run) {
  const auto* cut = run.cuts + column.field;
  for (std::size_t i = 0; i < run.count; ++i, cut += run.fields) {
    const auto field = field_between(piece_.text, cut[0] + 1u, cut[1], layout_.dialect);
    if (!put_as<type, guessed>(column, rows_ + i, field)) [[unlikely]]
      return i;
  }
  return run.count;
}

Rows::Misfit Rows::misfit(const Record& record) {
  Misfit found;
  for (const auto& column : plan_) {
    if (column.field >= record.count) continue;
    const auto& field = record.fields[column.field];
    if ((!found.reason.empty() && !column.guessed) || put(column, rows_, field)) continue;
    found.reason = name_of(column.field) + ": got " + values::shown(field.text(piece_.text)) +
                   ", expected " + expected(column, field.text(piece_.text));
    found.refutes = column.guessed;
    if (found.refutes) break;
  }
  return found;
}

/// What the value of a column is expected to be, where `text` is none.
std::string Rows::expected(const Column& column, std::string_view text) {
  const auto type = column.type;
  if (auto form = layout_.forms.expected(column.place, type); !form.empty()) return form;
  if (type == Type::string) return "a null";
  if (type != Type::float64 && type != Type::decimal) return std::string(type_name(type));
  const auto plain = layout_.numbers.plain(text, scratch_.plain);
  return values::expected(type, plain.value_or(text)) +
         (layout_.numbers.decimal_comma ? " with a decimal comma" : "");
}

Status Rows::flush(Output& out) {
  if (rows_ == 0) return {};
  return out.emit(batch_.finish(std::exchange(rows_, 0), piece_.place.item));
}

bool Rows::put(const Column& column, std::size_t row, const Field& field) {
  return column.guessed ? put_typed<true>(column, row, field)
                        : put_typed<false>(column, row, field);
}

template <bool guessed>
bool Rows::put_typed(const Column& column, std::size_t row, const Field& field) {
  const auto type = is_odd_number(column.type) ? Type::date : column.type;
  switch (type) {
    case Type::int64:
      return put_as<Type::int64, guessed>(column, row, field);
    case Type::float64:
      return put_as<Type::float64, guessed>(column, row, field);
    case Type::decimal:
      return put_as<Type::decimal, guessed>(column, row, field);
    case Type::string:
      return put_as<Type::string, guessed>(column, row, field);
    default:
      return put_as<Type::date, guessed>(column, row, field);
  }
}

/// A type that is neither a number nor text stands for all types but text, also for numbers
/// that are not in the plain form.
template <Type type, bool guessed>
inline bool Rows::put_as(const Column& column, std::size_t row, const Field& field) {
  auto text = field.text(piece_.text);
  if (!field.quoted) {
    if (odd_.missing) text = layout_.missing.as_read(text);
    if (layout_.missing.is_null(text)) {
      nulls_.push_back({column.place, row});
      return true;
    }
  }
  if constexpr (type == Type::string) {
    // No value has been seen of a text column whose type is a guess. An empty text is none.
    if (guessed && !text.empty()) return false;
    put_text(batch_.column(column.place), row, field, text);
    return true;
  } else if constexpr (type == Type::int64) {
    std::int64_t value = 0;
    if (values::read_short_int(text.data(), text.size(), value) &&
        (!guessed || values::short_int_comes_back(text.data(), text.size()))) {
      batch_.column(column.place).put(row, value);
      return true;
    }
  } else if constexpr (type == Type::float64) {
    double value = 0;
    if (values::read_short_float(text.data(), text.size(), value) &&
        (!guessed || values::short_float_comes_back(text.data(), text.size(), value))) {
      batch_.column(column.place).put(row, value);
      return true;
    }
  } else if constexpr (type == Type::decimal) {
    Decimal value;
    if (values::read_short_decimal(text.data(), text.size(), value) &&
        (!guessed || values::short_decimal_comes_back(text.data(), text.size(), value))) {
      batch_.column(column.place).put(row, value);
      return true;
    }
  }
  return put_value(column, row, field, text);
}

inline void Rows::put_text(ColumnBuilder& builder, std::size_t row, const Field& field,
                           std::string_view text) {
  if (!field.doubled)
    return builder.put(row, text.data(), static_cast<std::uint32_t>(text.size()));
  builder.put_copy(row, unescaped(field, text));
}

/// The value of a field of which `text` is to be read. Precondition: it is field.doubled.
std::string_view Rows::unescaped(const Field& field, std::string_view text) {
  scratch_.unescaped.clear();
  const auto& dialect = layout_.dialect;
  append_text(scratch_.unescaped,
              field.quoted ? field : part_of(field, text, piece_.text, dialect), piece_.text,
              dialect);
  return scratch_.unescaped;
}

bool Rows::put_value(const Column& column, std::size_t row, const Field& field,
                     std::string_view text) {
  if (field.doubled) text = unescaped(field, text);
  if (text.empty()) {
    nulls_.push_back({column.place, row});
    return true;
  }
  const bool has_currency = column.formed && is_number(column.type);
  if (has_currency) text = layout_.forms.without_currency(text, scratch_.number);
  if (is_odd_number(column.type)) {
    const auto plain = layout_.numbers.plain(text, scratch_.plain);
    if (!plain) return false;
    text = *plain;
  }
  if (column.guessed && !values::comes_back(column.type, text)) return false;
  if (column.formed && !has_currency)
    return layout_.forms.put(column.place, batch_.column(column.place), row, text);
  return values::put_value(batch_.column(column.place), row, text);
}

}  // namespace dp::csv
