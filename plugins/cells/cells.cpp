// SPDX-License-Identifier: Apache-2.0
#include "cells/cells.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

namespace dp::cells {
namespace {

void append(std::string& out, Type type, const ArrowArray& column, std::size_t row,
            bool is_key) {
  PartialWriter writer(out);
  if (ColumnView(column).is_null(row)) return writer.put(std::uint8_t{0});
  writer.put(std::uint8_t{1});
  switch (type) {
    case Type::boolean:
      return writer.put(static_cast<std::uint8_t>(BoolColumn(column)[row] ? 1 : 0));
    case Type::int64:
    case Type::timestamp:
      return writer.put(Int64Column(column)[row]);
    case Type::float64: {
      const double value = Float64Column(column)[row];
      return writer.put(is_key ? as_key(value) : value);
    }
    case Type::date:
      return writer.put(DateColumn(column)[row]);
    case Type::decimal: {
      const Decimal value = DecimalColumn(column)[row];
      const auto [low, high] = (is_key ? decimal::shortest(value) : value).words();
      writer.put(low);
      return writer.put(high);
    }
    case Type::string:
    case Type::json:
      return writer.put_text(StringColumn(column)[row]);
  }
}

}  // namespace

double as_key(double value) noexcept {
  if (std::isnan(value)) return std::numeric_limits<double>::quiet_NaN();
  return value + 0.0;
}

void put_cell(std::string& out, Type type, const ArrowArray& column, std::size_t row) {
  append(out, type, column, row, false);
}

void put_key(std::string& out, Type type, const ArrowArray& column, std::size_t row) {
  append(out, type, column, row, true);
}

void get_cell(PartialReader& in, Type type, ColumnBuilder* into, std::size_t row) {
  const auto mark = in.get<std::uint8_t>();
  if (mark > 1) in.spoil();
  if (mark == 0) {
    if (into != nullptr) into->set_null(row);
    return;
  }
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

}  // namespace dp::cells
