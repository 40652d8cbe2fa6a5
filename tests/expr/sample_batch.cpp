// SPDX-License-Identifier: Apache-2.0
#include "sample_batch.hpp"

#include <charconv>

namespace dp::test {

namespace {

void put(ColumnBuilder& column, std::size_t row, const Cell& cell, const char* text) {
  if (std::holds_alternative<std::monostate>(cell)) return column.set_null(row);
  if (const auto* flag = std::get_if<bool>(&cell)) return column.put(row, *flag);
  if (const auto* number = std::get_if<double>(&cell)) return column.put(row, *number);
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
    if (column.type() == Type::date) return column.put(row, static_cast<std::int32_t>(*whole));
    return column.put(row, *whole);
  }
  const auto& string = std::get<std::string>(cell);
  if (column.type() == Type::decimal) return column.put(row, Decimal::parse(string).value());
  if (text != nullptr)
    column.put(row, text, static_cast<std::uint32_t>(string.size()));
  else
    column.put_copy(row, string);
}

}  // namespace

SampleBatch::SampleBatch(const Schema& schema, const std::vector<Row>& rows)
    : builder_(schema, std::max<std::size_t>(rows.size(), 1)) {
  std::vector<std::vector<std::size_t>> places(rows.size());
  for (std::size_t row = 0; row < rows.size(); row += 2)
    for (const auto& cell : rows[row]) {
      places[row].push_back(text_.size());
      if (const auto* string = std::get_if<std::string>(&cell)) text_ += *string;
    }
  text_.append(DP_PADDING, '\0');
  builder_.set_text(text_.data());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    builder_.offsets()[row] = 100 * row;
    for (std::size_t i = 0; i < schema.size(); ++i)
      put(builder_.column(i), row, rows[row][i],
          places[row].empty() ? nullptr : text_.data() + places[row][i]);
  }
  batch_ = builder_.finish(rows.size(), 7).value();
}

Cell cell_of(const ArrowArray& column, Type type, std::size_t row) {
  if (ColumnView(column).is_null(row)) return {};
  switch (type) {
    case Type::boolean:
      return BoolColumn(column)[row];
    case Type::float64:
      return Float64Column(column)[row];
    case Type::decimal:
      return DecimalColumn(column)[row].text();
    case Type::string:
    case Type::json:
      return std::string(StringColumn(column)[row]);
    case Type::date:
      return static_cast<std::int64_t>(DateColumn(column)[row]);
    default:
      return Int64Column(column)[row];
  }
}

std::string show(const Cell& cell) {
  if (std::holds_alternative<std::monostate>(cell)) return "null";
  if (const auto* flag = std::get_if<bool>(&cell)) return *flag ? "true" : "false";
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return std::to_string(*whole);
  if (const auto* text = std::get_if<std::string>(&cell)) return "'" + *text + "'";
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, std::get<double>(cell)).ptr;
  return std::string(buffer, end) + "f";
}

}  // namespace dp::test
