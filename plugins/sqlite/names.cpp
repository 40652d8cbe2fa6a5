// SPDX-License-Identifier: Apache-2.0
#include "sqlite/names.hpp"

#include <algorithm>
#include <map>

namespace dp::sqlite {
namespace {

constexpr std::size_t kMostColumns = 2000;  // SQLITE_MAX_COLUMN, where nobody raised it

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string folded(std::string_view name) {
  std::string made(name);
  std::transform(made.begin(), made.end(), made.begin(), lower);
  return made;
}

tl::unexpected<Error> refuse(std::string_view table, const std::string& what) {
  return fail(Errc::invalid_pipeline, "sqlite: table '" + std::string(table) + "': " + what);
}

}  // namespace

std::string quoted_name(std::string_view name) {
  std::string made = "\"";
  for (const char c : name) {
    if (c == '"') made += '"';
    made += c;
  }
  return made + '"';
}

bool is_same_name(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

Status check_table(std::string_view name, const Schema& schema) {
  if (folded(name).starts_with("sqlite_"))
    return refuse(name, "names that begin with sqlite_ are SQLite's own");
  if (schema.empty()) return refuse(name, "has no columns (got none, expected one at least)");
  if (schema.size() > kMostColumns)
    return refuse(name, "has too many columns (got " + std::to_string(schema.size()) +
                            ", expected at most " + std::to_string(kMostColumns) +
                            "): select some of them");
  std::map<std::string, std::string> seen;
  for (const auto& field : schema) {
    const auto [place, is_new] = seen.emplace(folded(field.name), field.name);
    if (!is_new)
      return refuse(name, "its columns '" + place->second + "' and '" + field.name +
                              "' are one for SQLite: rename one of them");
  }
  return {};
}

const char* declared_type(Type type) noexcept {
  switch (type) {
    case Type::boolean:
      return "BOOLEAN";
    case Type::int64:
      return "INTEGER";
    case Type::float64:
      return "REAL";
    case Type::timestamp:
      return "TIMESTAMP";
    case Type::date:
      return "DATE";
    default:
      return "TEXT";
  }
}

std::string create_table(std::string_view name, const Schema& schema) {
  auto sql = "CREATE TABLE " + quoted_name(name) + " (";
  for (std::size_t i = 0; i < schema.size(); ++i)
    sql += (i == 0 ? "" : ", ") + quoted_name(schema[i].name) + " " +
           declared_type(schema[i].type);
  return sql + ")";
}

std::string insert_into(std::string_view name, const Schema& schema) {
  auto sql = "INSERT INTO " + quoted_name(name) + " (";
  for (std::size_t i = 0; i < schema.size(); ++i)
    sql += (i == 0 ? "" : ", ") + quoted_name(schema[i].name);
  sql += ") VALUES (";
  for (std::size_t i = 0; i < schema.size(); ++i) sql += i == 0 ? "?" : ", ?";
  return sql + ")";
}

}  // namespace dp::sqlite
