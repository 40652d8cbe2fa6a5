// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <dp/partial.hpp>
#include <string>

namespace dp::records {

/// Append a cell.
/// `as_key`: equal values as equal bytes: all zeros and all NaN of floats are one value, and 1.1 is the
/// decimal 1.10. Else the cell comes back as it is.
void put_cell(std::string& out, Type type, const ArrowArray& column, std::size_t row,
              bool as_key);

/// Read a cell, that is no key, into a row of a column; `into` may be nullptr.
void get_cell(PartialReader& in, Type type, ColumnBuilder* into, std::size_t row);

/// A float of which equal values are equal bytes.
double as_key(double value) noexcept;

}  // namespace dp::records
