// SPDX-License-Identifier: Apache-2.0
#include "table/grid.hpp"

#include <dp/format.hpp>
#include <dp/json_text.hpp>

namespace dp::table {

std::string_view text_of(Type type, const ArrowArray& column, std::size_t row,
                         std::string& room) {
  if (type == Type::json) return format::text_of_json(StringColumn(column)[row], room);
  if (is_text(type)) return StringColumn(column)[row];
  room.resize(format::kValueRoom);
  const char* end = format::put_value(room.data(), type, column, row);
  return std::string_view(room).substr(0, static_cast<std::size_t>(end - room.data()));
}

void Grid::clear() noexcept {
  columns_.clear();
  cells_.clear();
  text_.clear();
}

}  // namespace dp::table
