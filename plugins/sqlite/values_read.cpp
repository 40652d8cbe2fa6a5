// SPDX-License-Identifier: Apache-2.0
#include "sqlite/values_read.hpp"

#include <dp/format.hpp>
#include <string_view>

#include "values/parse.hpp"
#include "values/text.hpp"

namespace dp::sqlite {
namespace {

/// The text, as UTF-8 whatever the database has, or the bytes of a value. Lifetime: until the
/// statement's next step.
std::string_view bytes_of(sqlite3_stmt* statement, int number) {
  const bool is_text = ::sqlite3_column_type(statement, number) == SQLITE_TEXT;
  const auto* data = static_cast<const char*>(
      is_text ? static_cast<const void*>(::sqlite3_column_text(statement, number))
              : ::sqlite3_column_blob(statement, number));
  const auto size = static_cast<std::size_t>(::sqlite3_column_bytes(statement, number));
  return data == nullptr ? std::string_view() : std::string_view(data, size);
}

/// The text of a number, as dp's writers have it.
std::string text_of(sqlite3_stmt* statement, int number) {
  char text[format::kValueRoom];
  const bool is_int = ::sqlite3_column_type(statement, number) == SQLITE_INTEGER;
  const char* end = is_int
                        ? format::put_int(text, ::sqlite3_column_int64(statement, number))
                        : format::put_float(text, ::sqlite3_column_double(statement, number));
  return {text, static_cast<std::size_t>(end - text)};
}

/// An int as a float, if one is as large.
bool put_int_as_float(std::int64_t value, ColumnBuilder& column, std::size_t row) {
  constexpr std::int64_t kMost = std::int64_t{1} << 53;
  if (value < -kMost || value > kMost) return false;
  column.put(row, static_cast<double>(value));
  return true;
}

/// A number into a column of another type than string.
bool put_number(sqlite3_stmt* statement, int number, ColumnBuilder& column, std::size_t row,
                Type type) {
  if (::sqlite3_column_type(statement, number) == SQLITE_INTEGER) {
    const std::int64_t value = ::sqlite3_column_int64(statement, number);
    if (type == Type::int64) return column.put(row, value), true;
    if (type == Type::float64) return put_int_as_float(value, column, row);
    if (type == Type::boolean && (value == 0 || value == 1))
      return column.put(row, value == 1), true;
  } else if (type == Type::float64) {
    return column.put(row, ::sqlite3_column_double(statement, number)), true;
  }
  return type == Type::decimal && values::put_value(column, row, text_of(statement, number));
}

}  // namespace

std::string read_cell(const Statement& statement, int number, ColumnBuilder& column,
                      std::size_t row, Type type) {
  auto* raw = statement.raw();
  const int kind = ::sqlite3_column_type(raw, number);
  if (kind == SQLITE_NULL) return column.set_null(row), "";
  const bool is_number = kind == SQLITE_INTEGER || kind == SQLITE_FLOAT;
  if (is_text(type)) {
    if (is_number)
      column.put_copy(row, text_of(raw, number));
    else
      column.put_copy(row, bytes_of(raw, number));
    return "";
  }
  if (is_number) {
    if (put_number(raw, number, column, row, type)) return "";
    return text_of(raw, number);
  }
  const auto text = bytes_of(raw, number);
  if (kind == SQLITE_TEXT && values::put_value(column, row, text)) return "";
  return values::shown(text);
}

}  // namespace dp::sqlite
