// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>

#include "sqlite/database.hpp"

namespace dp::sqlite {

/// Give a statement's parameter `number` (from 1) the value of a cell.
///
/// Shape: ints and floats are numbers, bools 0 or 1, dates, times and decimals the text that dp's
///   writers give; text is text if it is UTF-8 without NULs, else a blob of its bytes; a float that
///   is no number is the text nan, which SQLite would make NULL.
/// Returns SQLite's code. Lifetime: text is borrowed until the statement was stepped.
int bind_cell(const Statement& statement, int number, Type type, const ArrowArray& column,
              std::size_t row);

}  // namespace dp::sqlite
