// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/batch.hpp>
#include <limits>
#include <string_view>
#include <vector>

#include "data/task.hpp"

namespace dp::worker {

/// How a table of a join lies in a store.
///
/// Shape: 8 bytes that say how long the head is, the head, and then the sections, each of which begins at
///   a multiple of kSectionAlign: the index (slots, then the next row of the same key of each row), and
///   of each column its bitmap of values that are there, its values as Arrow has them, and its texts. A
///   slot is a row's number and 1 in its low half, and the high half of the hash in its high half; 0: it is
///   free. The last row of the columns is one of nulls, and is not in the index.
struct TableHead {
  struct Section {
    std::uint64_t offset = 0;  ///< in the table
    std::uint64_t size = 0;
    static constexpr auto kFields = std::tuple(&Section::offset, &Section::size);
  };
  struct Column {
    Section valid, values;
    std::vector<Section> texts;
    static constexpr auto kFields = std::tuple(&Column::valid, &Column::values, &Column::texts);
  };
  Schema schema;
  std::uint32_t keys = 0;  ///< so many columns, first, are the key
  std::uint64_t rows = 0;  ///< without the one of nulls
  std::uint64_t seed = 0;  ///< of the keys' hashes
  Section slots, next;
  std::vector<Column> columns;

  static constexpr auto kFields =
      std::tuple(&TableHead::schema, &TableHead::keys, &TableHead::rows, &TableHead::seed,
                 &TableHead::slots, &TableHead::next, &TableHead::columns);
  [[nodiscard]] bool valid() const noexcept {
    return keys <= schema.size() && columns.size() == schema.size() && rows < kMostRows;
  }

  static constexpr std::uint64_t kMostRows = std::numeric_limits<std::uint32_t>::max() - 1;
};

inline constexpr std::uint64_t kSectionAlign = 64;
/// No row of a table.
inline constexpr std::uint32_t kNoRow = std::numeric_limits<std::uint32_t>::max();

constexpr std::uint64_t slot_of(std::uint32_t row, std::uint64_t hash) noexcept {
  return (hash & ~std::uint64_t{0xffffffff}) | (std::uint64_t{row} + 1);
}
/// The row of a slot that is not free.
constexpr std::uint32_t row_of(std::uint64_t slot) noexcept {
  return static_cast<std::uint32_t>(slot) - 1;
}
constexpr bool is_hash_of(std::uint64_t slot, std::uint64_t hash) noexcept {
  return slot >> 32 == hash >> 32;
}

}  // namespace dp::worker
