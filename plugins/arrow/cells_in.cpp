// SPDX-License-Identifier: Apache-2.0
#include "arrow/cells_in.hpp"

#include <cstring>
#include <dp/civil.hpp>

#include "arrow/json_in.hpp"
#include "arrow/values_in.hpp"
#include "values/text.hpp"

namespace dp::arrow {
namespace {

using Kind = Shape::Kind;

constexpr std::size_t kMostText = std::size_t{1} << 30;

CellIn refused(std::string why) { return {std::move(why), 0, false}; }

CellIn put_text(std::string_view text, ColumnBuilder& column, std::size_t to) {
  if (text.size() > kMostText)
    return refused("got a text of " + std::to_string(text.size()) +
                   " bytes, expected at most " + std::to_string(kMostText));
  column.put_copy(to, text);
  return {{}, text.size(), false};
}

CellIn put_text_of(const Array& array, std::uint64_t row, ColumnBuilder& column,
                   std::size_t to) {
  const auto text = array.text(row);
  if (array.shape->is_json && !is_json(text))
    return refused("got " + values::shown(text) + ", expected JSON");
  if (array.shape->is_utf8 && values::bad_utf8(text) != text.size())
    return refused("got " + values::shown(text) + ", expected UTF-8");
  return put_text(text, column, to);
}

CellIn put_json(const Array& array, std::uint64_t row, ColumnBuilder& column, std::size_t to) {
  std::string text;
  if (auto why = append_json(text, array, row); !why.empty()) return refused(std::move(why));
  return put_text(text, column, to);
}

CellIn put_decimal_of(const Array& array, std::uint64_t row, ColumnBuilder& column,
                      std::size_t to) {
  const auto value = decimal_of(array, row);
  if (!value)
    return refused("got " + decimal_text(array, row) +
                   ", expected a decimal of at most 36 digits");
  column.put(to, *value);
  return {};
}

CellIn put_time(const Array& array, std::uint64_t row, ColumnBuilder& column, std::size_t to) {
  const auto& shape = *array.shape;
  const auto count = [&] { return std::to_string(array.integer(row, shape.width, true)); };
  if (shape.kind == Kind::time) {
    const auto text = time_text(array, row);
    if (!text.empty()) return put_text(text, column, to);
    return refused("got " + count() + ", expected a time of day");
  }
  if (shape.kind == Kind::date) {
    const auto day = day_of(array, row);
    if (!day) return refused("got " + count() + " ms, expected whole days");
    column.put(to, Date{*day});
    return {};
  }
  const auto micros = micros_of(array, row);
  if (!micros)
    return refused("got " + count() + " units of 1/" + std::to_string(shape.per_second) +
                   " s, expected a timestamp whose microseconds fit into 64 bits");
  column.put(to, Timestamp{micros->micros});
  return {{}, 0, micros->is_cut};
}

/// The type of which the array's values lie as a column's do: of 4 or 8 bytes each.
bool lies_alike(const Shape& shape) noexcept {
  if (shape.dictionary) return false;
  switch (shape.kind) {
    case Kind::integer:
      return shape.width == 8 && shape.is_signed;
    case Kind::floating:
      return shape.width == 8;
    case Kind::date:
      return shape.width == 4;
    case Kind::timestamp:
      return shape.per_second == civil::kSecond;
    default:
      return false;
  }
}

}  // namespace

CellIn put_cell(const Array& given, std::uint64_t given_row, ColumnBuilder& column,
                std::size_t to) {
  const auto [at, row] = resolved(given, given_row);
  const auto& array = *at;
  const auto& shape = *array.shape;
  if (shape.kind == Kind::null || array.is_null(row)) return column.set_null(to), CellIn();
  switch (shape.kind) {
    case Kind::boolean:
      column.put(to, array.bit(row));
      return {};
    case Kind::floating:
      column.put(to, float_of(array, row));
      return {};
    case Kind::integer:
      if (shape.type() != Type::int64) return put_decimal_of(array, row, column, to);
      column.put(to, array.integer(row, shape.width, shape.is_signed));
      return {};
    case Kind::decimal:
    case Kind::duration:
      return put_decimal_of(array, row, column, to);
    case Kind::date:
    case Kind::time:
    case Kind::timestamp:
      return put_time(array, row, column, to);
    case Kind::text:
    case Kind::view:
    case Kind::fixed_text:
      return put_text_of(array, row, column, to);
    default:
      return put_json(array, row, column, to);
  }
}

bool put_run(const Array& array, std::uint64_t first, std::size_t count,
             ColumnBuilder& column) {
  if (!lies_alike(*array.shape)) return false;
  const auto width = array.shape->width;
  const char* from = array.values.data() + first * width;
  void* to = nullptr;
  if (array.shape->kind == Kind::floating)
    to = column.data<double>();
  else if (array.shape->kind == Kind::date)
    to = column.data<std::int32_t>();
  else
    to = column.data<std::int64_t>();
  std::memcpy(to, from, count * width);
  for (std::size_t i = 0; !array.valid.empty() && i < count; ++i)
    if (array.is_null(first + i)) column.set_null(i);
  return true;
}

}  // namespace dp::arrow
