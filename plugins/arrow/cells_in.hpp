// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <string>

#include "arrow/array.hpp"

namespace dp::arrow {

/// What became of a cell.
struct CellIn {
  std::string why;  ///< it is none: what it is, and what was expected; then nothing is set
  std::uint64_t bytes = 0;  ///< of its text
  bool is_cut = false;      ///< it had nanoseconds
};

/// Set row `to` of a column, which is of the array's type, to what the array has at `row`.
CellIn put_cell(const Array& array, std::uint64_t row, ColumnBuilder& column, std::size_t to);

/// Set the first `count` rows of a column at once, if the array's values lie as the column's do.
/// Returns whether they do.
bool put_run(const Array& array, std::uint64_t first, std::size_t count, ColumnBuilder& column);

}  // namespace dp::arrow
