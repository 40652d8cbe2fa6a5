// SPDX-License-Identifier: Apache-2.0
#include "check/rows.hpp"

#include <algorithm>
#include <cstdio>

#include "base/text.hpp"

namespace dp::check {

namespace {

/// Readable bytes that ColumnBuilder::put needs after a text.
constexpr std::size_t kAfterText = 16;

std::string number_text(double number) {
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", number);
  return number != number ? "nan" : text;
}

std::size_t text_bytes(std::span<const Row> rows) {
  std::size_t bytes = kAfterText;
  for (const auto& row : rows)
    for (const auto& cell : row) bytes += cell.text.size();
  return bytes;
}

}  // namespace

std::string show(Type type, const Cell& cell) {
  if (cell.null) return "null";
  switch (type) {
    case Type::boolean:
      return cell.integer != 0 ? "true" : "false";
    case Type::float64:
      return number_text(cell.number);
    case Type::decimal:
      return cell.text;
    case Type::string:
    case Type::json:
      return "'" + printable(cell.text) + "'";
    default:
      return std::to_string(cell.integer);
  }
}

std::string show(const Schema& schema, const Row& row) {
  std::string text;
  for (std::size_t i = 0; i < std::min(schema.size(), row.size()); ++i)
    text += (i == 0 ? "" : " ") + schema[i].name + "=" + show(schema[i].type, row[i]);
  return text;
}

OwnedBatch::OwnedBatch(const Schema& schema, std::span<const Row> rows,
                       std::span<const std::uint8_t> used, std::uint64_t first_offset)
    : builder_(schema, std::max<std::size_t>(rows.size(), 1)) {
  text_.reserve(text_bytes(rows));  // so that it never moves
  builder_.set_text(text_.data());
  if (!used.empty()) builder_.set_used(used.data());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    builder_.offsets()[row] = first_offset + row;
    for (std::size_t i = 0; i < schema.size(); ++i) fill(row, i, rows[row][i]);
  }
  batch_ = builder_.finish(rows.size(), 0).value();  // fill() follows the schema
}

void OwnedBatch::fill(std::size_t row, std::size_t column, const Cell& cell) {
  auto& builder = builder_.column(column);
  if (cell.null) return builder.set_null(row);
  switch (builder.type()) {
    case Type::boolean:
      return builder.put(row, cell.integer != 0);
    case Type::float64:
      return builder.put(row, cell.number);
    case Type::date:
      return builder.put(row, static_cast<std::int32_t>(cell.integer));
    case Type::decimal:
      return builder.put(row, Decimal::parse(cell.text).value_or(Decimal()));
    case Type::string:
    case Type::json:
      break;
    default:
      return builder.put(row, cell.integer);
  }
  if (row % 2 == 1) return builder.put_copy(row, cell.text);
  const char* at = text_.data() + text_.size();
  text_ += cell.text;
  builder.put(row, at, static_cast<std::uint32_t>(cell.text.size()));
}

std::string show(const ArrowArray& column, Type type, std::size_t row) {
  Cell cell;
  cell.null = ColumnView(column).is_null(row);
  if (cell.null) return show(type, cell);
  switch (type) {
    case Type::boolean:
      cell.integer = BoolColumn(column)[row] ? 1 : 0;
      break;
    case Type::float64:
      cell.number = Float64Column(column)[row];
      break;
    case Type::date:
      cell.integer = DateColumn(column)[row];
      break;
    case Type::decimal:
      cell.text = DecimalColumn(column)[row].text();
      break;
    case Type::string:
    case Type::json:
      cell.text = StringColumn(column)[row];
      break;
    default:
      cell.integer = Int64Column(column)[row];
  }
  return show(type, cell);
}

}  // namespace dp::check
