// SPDX-License-Identifier: Apache-2.0
#include "rows/cells.hpp"

#include <dp/partial.hpp>

namespace dp::rows {
namespace {

void put_value(PartialWriter& out, Type type, const ArrowArray& column, std::size_t row) {
  switch (type) {
    case Type::boolean:
      return out.put<std::uint8_t>(BoolColumn(column)[row] ? 1 : 0);
    case Type::int64:
    case Type::timestamp:
      return out.put(Int64Column(column)[row]);
    case Type::float64:
      return out.put(Float64Column(column)[row]);
    case Type::date:
      return out.put(DateColumn(column)[row]);
    case Type::decimal: {
      const auto [low, high] = DecimalColumn(column)[row].words();
      out.put(low);
      return out.put(high);
    }
    case Type::string:
    case Type::json:
      return out.put_text(StringColumn(column)[row]);
  }
}

/// `into`: nullptr: the value is only read.
void get_value(PartialReader& in, Type type, std::size_t row, ColumnBuilder* into) {
  const auto put = [&](const auto& value) {
    if (into != nullptr) into->put(row, value);
  };
  switch (type) {
    case Type::boolean:
      return put(in.get<std::uint8_t>() != 0);
    case Type::int64:
    case Type::timestamp:
      return put(in.get<std::int64_t>());
    case Type::float64:
      return put(in.get<double>());
    case Type::date:
      return put(in.get<std::int32_t>());
    case Type::decimal: {
      const auto low = in.get<std::uint64_t>();
      return put(Decimal::of_words(low, in.get<std::uint64_t>()));
    }
    case Type::string:
    case Type::json: {
      const auto text = in.text();
      if (into != nullptr) into->put_copy(row, text);
      return;
    }
  }
}

}  // namespace

void put_rows(std::string& out, const BatchView& batch, const std::vector<std::size_t>& kept,
              const Schema& schema) {
  PartialWriter writer(out);
  for (std::size_t row = 0; row < batch.rows(); ++row)
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const auto& column = batch.column(kept[i]);
      const bool is_null = ColumnView(column).is_null(row);
      writer.put<std::uint8_t>(is_null ? 0 : 1);
      if (!is_null) put_value(writer, schema[i].type, column, row);
    }
}

Status get_rows(std::string_view bytes, std::size_t rows, const Schema& schema,
                BatchBuilder* into) {
  PartialReader reader(bytes);
  for (std::size_t row = 0; row < rows && reader.ok(); ++row)
    for (std::size_t i = 0; i < schema.size(); ++i) {
      auto* column = into == nullptr ? nullptr : &into->column(i);
      const auto mark = reader.get<std::uint8_t>();
      if (mark > 1) reader.spoil();
      if (mark == 1)
        get_value(reader, schema[i].type, row, column);
      else if (column != nullptr)
        column->set_null(row);
    }
  return reader.finish();
}

}  // namespace dp::rows
