// SPDX-License-Identifier: Apache-2.0
#include "rows/cells.hpp"

#include "cells/cells.hpp"

namespace dp::rows {
void put_rows(std::string& out, const BatchView& batch, const std::vector<std::size_t>& kept,
              const Schema& schema) {
  for (std::size_t row = 0; row < batch.rows(); ++row)
    for (std::size_t i = 0; i < kept.size(); ++i)
      cells::put_cell(out, schema[i].type, batch.column(kept[i]), row);
}

Status get_rows(std::string_view bytes, std::size_t rows, const Schema& schema,
                BatchBuilder* into) {
  PartialReader reader(bytes);
  for (std::size_t row = 0; row < rows && reader.ok(); ++row)
    for (std::size_t i = 0; i < schema.size(); ++i)
      cells::get_cell(reader, schema[i].type, into == nullptr ? nullptr : &into->column(i),
                      row);
  return reader.finish();
}

}  // namespace dp::rows
