// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/test/unit_test.hpp>
#include <string>

#include "sqlite/database.hpp"

namespace dp::test {

/// What a query of the database at `path` gives: rows in lines, values separated by '|', each as
/// TYPE:TEXT, with the type's first letter (i, r, t, b, n).
inline std::string queried(const std::string& path, const std::string& sql) {
  auto database = sqlite::Database::open(path, sqlite::Database::Access::read).value();
  const auto statement = database.prepare(sql).value();
  std::string text;
  while (database.step(statement).value()) {
    for (int i = 0; i < ::sqlite3_column_count(statement.raw()); ++i) {
      const int type = ::sqlite3_column_type(statement.raw(), i);
      text += i == 0 ? "" : "|";
      text += "?irtbn"[type];
      const auto* value = static_cast<const char*>(::sqlite3_column_blob(statement.raw(), i));
      const auto size = static_cast<std::size_t>(::sqlite3_column_bytes(statement.raw(), i));
      if (type != SQLITE_NULL) text += ":" + std::string(value == nullptr ? "" : value, size);
    }
    text += "\n";
  }
  return text;
}

}  // namespace dp::test
