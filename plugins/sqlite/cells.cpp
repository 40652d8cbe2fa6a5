// SPDX-License-Identifier: Apache-2.0
#include "sqlite/cells.hpp"

#include <cmath>
#include <dp/format.hpp>
#include <dp/json_text.hpp>
#include <string>
#include <string_view>

#include "values/text.hpp"

namespace dp::sqlite {
namespace {

bool is_utf8_without_nul(std::string_view text) noexcept {
  return text.find('\0') == std::string_view::npos && values::bad_utf8(text) == text.size();
}

/// `owner`: SQLITE_TRANSIENT has SQLite take a copy.
int bind_text(sqlite3_stmt* statement, int number, std::string_view text,
              sqlite3_destructor_type owner = SQLITE_STATIC) {
  // An empty text is one, not NULL, which a null pointer would be.
  const char* data = text.empty() ? "" : text.data();
  if (is_utf8_without_nul(text))
    return ::sqlite3_bind_text64(statement, number, data, text.size(), owner, SQLITE_UTF8);
  return ::sqlite3_bind_blob64(statement, number, data, text.size(), owner);
}

int bind_as_text(sqlite3_stmt* statement, int number, Type type, const ArrowArray& column,
                 std::size_t row) {
  char text[format::kValueRoom];
  const char* end = format::put_value(text, type, column, row);
  return ::sqlite3_bind_text(statement, number, text, static_cast<int>(end - text),
                             SQLITE_TRANSIENT);
}

}  // namespace

int bind_cell(const Statement& statement, int number, Type type, const ArrowArray& column,
              std::size_t row) {
  auto* raw = statement.raw();
  if (ColumnView(column).is_null(row)) return ::sqlite3_bind_null(raw, number);
  switch (type) {
    case Type::boolean:
      return ::sqlite3_bind_int(raw, number, BoolColumn(column)[row] ? 1 : 0);
    case Type::int64:
      return ::sqlite3_bind_int64(raw, number, Int64Column(column)[row]);
    case Type::float64: {
      const double value = Float64Column(column)[row];
      if (std::isnan(value)) return bind_as_text(raw, number, type, column, row);
      return ::sqlite3_bind_double(raw, number, value);
    }
    default:
      if (type == Type::json) {
        std::string room;
        const auto text = format::text_of_json(StringColumn(column)[row], room);
        return bind_text(raw, number, text, SQLITE_TRANSIENT);
      }
      if (is_text(type)) return bind_text(raw, number, StringColumn(column)[row]);
      return bind_as_text(raw, number, type, column, row);
  }
}

}  // namespace dp::sqlite
