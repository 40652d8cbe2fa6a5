// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/batch.hpp>
#include <dp/partial.hpp>
#include <string>

namespace dp::cells {

/// Append a cell.
///
/// Shape: a byte (0: null, 1: a value), and the value: a bool in a byte, ints and times in 8, dates in 4,
///   floats and decimals as they lie in memory, text as a count and its bytes.
void put_cell(std::string& out, Type type, const ArrowArray& column, std::size_t row);

/// Append a cell as a key.
///
/// Law: equal values are equal bytes: all zeros and all NaN of floats are one value, and 1.1 is the
///   decimal 1.10.
void put_key(std::string& out, Type type, const ArrowArray& column, std::size_t row);

/// Read a cell that put_cell wrote into a row of a column; `into` may be nullptr. What is no cell
/// spoils `in`.
void get_cell(PartialReader& in, Type type, ColumnBuilder* into, std::size_t row);

/// A float of which equal values are equal bytes.
double as_key(double value) noexcept;

}  // namespace dp::cells
