// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/fields.hpp"

namespace dp::check {

/// One value of a row, of its column's type.
struct Cell {
  bool null = false;
  std::int64_t integer = 0;  ///< bool, int, timestamp, date
  double number = 0;         ///< float
  std::string text;          ///< string, decimal, JSON

  static constexpr auto kFields =
      std::tuple(&Cell::null, &Cell::integer, &Cell::number, &Cell::text);
};
using Row = std::vector<Cell>;
using Rows = std::vector<Row>;

/// A cell for people: 'text', 12, 0.5, null.
std::string show(Type type, const Cell& cell);
/// "word='a' count=2"
std::string show(const Schema& schema, const Row& row);

/// Rows as a batch, which owns all that its view shows. Text of even rows lies in one shared
/// buffer, of odd rows in the column's own, so that plugins meet both.
class OwnedBatch {
 public:
  /// `used`: one byte per column, as readers leave columns empty; empty: all are used. The rows have
  /// offsets from `first_offset` on.
  OwnedBatch(const Schema& schema, std::span<const Row> rows,
             std::span<const std::uint8_t> used = {}, std::uint64_t first_offset = 0);
  [[nodiscard]] const dp_batch& view() const noexcept { return batch_; }

 private:
  void fill(std::size_t row, std::size_t column, const Cell& cell);
  std::string text_;
  BatchBuilder builder_;
  dp_batch batch_{};
};

/// The value of a plugin's own batch, for comparing and showing: as show().
std::string show(const ArrowArray& column, Type type, std::size_t row);

}  // namespace dp::check
