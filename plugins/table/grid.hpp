// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <dp/batch.hpp>
#include <dp/result.hpp>
#include <dp/task.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dp::table {

/// The text of a cell that is not null. `room` may hold it.
std::string_view text_of(Type type, const ArrowArray& column, std::size_t row,
                         std::string& room);

/// A table's cells as they are shown, row by row, kept until the widest of each column is known.
///
/// Units: widths are columns of a terminal.
class Grid {
 public:
  struct Column {
    Type type = Type::string;
    std::size_t width = 0;  ///< of the widest cell so far
  };
  struct Cell {
    std::string_view text;
    std::size_t blanks = 0;  ///< so many columns less than the widest
  };

  /// Forget all columns and cells.
  void clear() noexcept;
  /// `least`: how wide it is at least.
  void add_column(Type type, std::size_t least) { columns_.push_back({type, least}); }
  [[nodiscard]] const std::vector<Column>& columns() const noexcept { return columns_; }
  [[nodiscard]] std::size_t rows() const noexcept {
    return columns_.empty() ? 0 : cells_.size() / columns_.size();
  }

  /// Append the next row's cell of a column: `append` is given a string, appends the cell to it and
  /// returns its width.
  template <class Append>
  void add(std::size_t column, Append append) {
    const auto before = text_.size();
    const std::size_t width = append(text_);
    columns_[column].width = std::max(columns_[column].width, width);
    cells_.push_back(
        {static_cast<std::uint32_t>(text_.size() - before), static_cast<std::uint32_t>(width)});
  }

  /// Write all rows after what `page` has: `put(page, number, cells)` appends one, the first is 0.
  /// What is left for another write is in `page`.
  template <class Put>
  Status print(std::string& page, Output& out, Put put) const {
    std::vector<Cell> row(columns_.size());
    const char* text = text_.data();
    for (std::size_t number = 0; number < rows(); ++number) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        const auto& cell = cells_[number * row.size() + i];
        row[i] = {{text, cell.size}, columns_[i].width - cell.width};
        text += cell.size;
      }
      put(page, number, row);
      if (page.size() <= kFlushBytes) continue;
      DP_CHECK(out.write(page));
      page.clear();
    }
    return {};
  }

 private:
  static constexpr std::size_t kFlushBytes = 256 * 1024;

  /// Its bytes lie after those of the cell before it.
  struct Kept {
    std::uint32_t size = 0;
    std::uint32_t width = 0;
  };

  std::vector<Column> columns_;
  std::vector<Kept> cells_;
  std::string text_;  ///< of all cells
};

}  // namespace dp::table
