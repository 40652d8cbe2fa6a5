// SPDX-License-Identifier: Apache-2.0
#include "sqlite/selection.hpp"

#include <algorithm>

#include "sqlite/names.hpp"
#include "values/text.hpp"

namespace dp::sqlite {
namespace {

/// The letters that a declared type begins with, in capitals: INT of "int(11)".
std::string first_word(std::string_view declared) {
  std::string word;
  for (const char c : declared) {
    const bool small = c >= 'a' && c <= 'z';
    if (!small && (c < 'A' || c > 'Z')) break;
    word += small ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return word;
}

struct Word {
  std::string_view word;
  Type type;
};

constexpr Word kWords[] = {
    {"INTEGER", Type::int64},       {"INT", Type::int64},          {"BIGINT", Type::int64},
    {"SMALLINT", Type::int64},      {"TINYINT", Type::int64},      {"MEDIUMINT", Type::int64},
    {"REAL", Type::float64},        {"DOUBLE", Type::float64},     {"FLOAT", Type::float64},
    {"BOOLEAN", Type::boolean},     {"BOOL", Type::boolean},       {"DATE", Type::date},
    {"TIMESTAMP", Type::timestamp}, {"DATETIME", Type::timestamp},
};

}  // namespace

Result<std::vector<std::string>> tables_of(Database& database) {
  DP_TRY(const auto found,
         database.prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND "
                          "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"));
  std::vector<std::string> names;
  while (true) {
    DP_TRY(const bool has_row, database.step(found));
    if (!has_row) return names;
    const auto* text = ::sqlite3_column_text(found.raw(), 0);
    if (text != nullptr) names.emplace_back(reinterpret_cast<const char*>(text));
  }
}

Result<bool> has_table(Database& database, std::string_view name) {
  DP_TRY(const auto found,
         database.prepare("SELECT 1 FROM sqlite_schema WHERE type IN ('table', 'view') AND "
                          "name = ? COLLATE NOCASE"));
  ::sqlite3_bind_text(found.raw(), 1, name.data(), static_cast<int>(name.size()),
                      SQLITE_TRANSIENT);
  return database.step(found);
}

Result<Selection> select_all(Database& database, std::string_view table) {
  DP_TRY(const auto names, tables_of(database));
  if (table.empty() && names.size() != 1)
    return fail(Errc::not_found, "the database has " + std::to_string(names.size()) +
                                     " tables (got " +
                                     (names.empty() ? "none" : values::listed(names)) +
                                     ", expected one): name one with 'table'");
  const auto name = table.empty() ? std::string_view(names.front()) : table;
  if (std::none_of(names.begin(), names.end(),
                   [&](const std::string& other) { return is_same_name(other, name); }))
    return fail(Errc::not_found, "there is no table '" + std::string(name) + "' (there are: " +
                                     (names.empty() ? "none" : values::listed(names)) + ")");
  return Selection{"SELECT * FROM " + quoted_name(name), "table '" + std::string(name) + "'"};
}

Type type_of(std::string_view declared) {
  const auto word = first_word(declared);
  for (const auto& known : kWords)
    if (word == known.word) return known.type;
  return Type::string;
}

Result<Schema> columns_of(Database& database, std::string_view query) {
  DP_TRY(const auto statement, database.prepare(query));
  if (statement.raw() == nullptr) return fail(Errc::invalid_pipeline, "the query is empty");
  if (::sqlite3_stmt_readonly(statement.raw()) == 0)
    return fail(Errc::invalid_pipeline, "the query would change the database");
  Schema schema;
  for (int i = 0; i < ::sqlite3_column_count(statement.raw()); ++i) {
    const char* name = ::sqlite3_column_name(statement.raw(), i);
    const char* declared = ::sqlite3_column_decltype(statement.raw(), i);
    if (name == nullptr) return fail(Errc::out_of_memory, "no memory for a column's name");
    if (find_column(schema, name))
      return fail(Errc::invalid_pipeline, "two columns have the name '" + std::string(name) +
                                              "': give one of them another, with AS");
    schema.push_back({name, type_of(declared == nullptr ? "" : declared)});
  }
  if (schema.empty()) return fail(Errc::invalid_pipeline, "the query gives no columns");
  return schema;
}

}  // namespace dp::sqlite
