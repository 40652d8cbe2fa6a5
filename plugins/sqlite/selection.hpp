// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <dp/schema.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "sqlite/database.hpp"

namespace dp::sqlite {

/// The tables and views of a database, without SQLite's own, in the order in which they were made.
Result<std::vector<std::string>> tables_of(Database& database);

/// Whether there is a table or a view of that name, in whatever case.
Result<bool> has_table(Database& database, std::string_view name);

/// A query, and what its rows are called: "table 'orders'".
struct Selection {
  std::string query;
  std::string title;
};

/// All rows of `table`, in the order in which it has them. Empty: of the only table.
/// Errors: not_found, with the tables there are.
Result<Selection> select_all(Database& database, std::string_view table);

/// The type that a declared type stands for, whatever follows in parentheses; string, if it is none that
/// SQL has.
Type type_of(std::string_view declared);

/// The columns that a query gives. Errors: those of SQLite; invalid_pipeline: it gives none, has more
///   after it, changes something, or gives two of one name.
Result<Schema> columns_of(Database& database, std::string_view query);

}  // namespace dp::sqlite
