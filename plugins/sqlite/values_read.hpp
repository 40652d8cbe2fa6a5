// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <string>

#include "sqlite/database.hpp"

namespace dp::sqlite {

/// Set `row` of a column to what a statement's row has in its column `number`.
///
/// Law: a value is taken only if it is one of the column's type, exactly: no digit is lost. Numbers are
///   read of texts too, and any value can be a string.
/// Returns what the value is, as a message shows it ("'n/a'"), if it is none; empty: it is set.
std::string read_cell(const Statement& statement, int number, ColumnBuilder& column,
                      std::size_t row, Type type);

}  // namespace dp::sqlite
