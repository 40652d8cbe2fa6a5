// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <dp/batch.hpp>
#include <dp/decimal.hpp>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "group/cell.hpp"
#include "group/decimal_cell.hpp"
#include "group/plan.hpp"

namespace dp::group {

/// Rows that are worked on at once: their cells, hashes and groups stay in the cache.
inline constexpr std::size_t kBlock = 1024;

/// Some rows of a batch.
struct Block {
  const BatchView* batch;
  std::size_t first;
  std::size_t rows;
};

/// A float's bits as a key: one zero, one NaN.
inline std::uint64_t float_key(double x) noexcept {
  if (std::isnan(x)) x = std::numeric_limits<double>::quiet_NaN();
  return std::bit_cast<std::uint64_t>(x + 0.0);
}

/// An int64 in the order of the floats, -NaN aside; its own inverse on bits. NaN sorts last.
inline std::int64_t float_order(std::int64_t bits) noexcept {
  return bits ^ ((bits >> 63) & std::numeric_limits<std::int64_t>::max());
}

/// An int as a word in the order of the ints.
inline std::uint64_t ordered(std::int64_t value) noexcept {
  return static_cast<std::uint64_t>(value) ^ std::uint64_t{1} << 63;
}

/// Eight bytes of text from `at`, the first the highest.
inline std::uint64_t text_word(std::string_view text, std::size_t at) noexcept {
  if (at >= text.size()) return 0;
  std::uint64_t word = 0;
  std::memcpy(&word, text.data() + at, std::min<std::size_t>(8, text.size() - at));
  return __builtin_bswap64(word);
}

/// Fill `out` with the rows' values of a column. Lifetime: long cells point into the batch, those of
/// decimals into `room`.
void read_cells(const ArrowArray& array, Type type, const Block& block, DecimalRoom& room,
                Cell* out);

/// Whether `cell` can be a value of a column of `type`, as read_cells makes it.
bool is_value(const Cell& cell, Type type) noexcept;

/// A value of a column, as people and sorts see it.
struct Datum {
  bool null = false;
  std::int64_t integer = 0;  ///< bool, int, timestamp, date
  double number = 0;         ///< float
  std::string_view text;     ///< string, json
  Decimal decimal = {};
};

/// The value in `cell`, which is_value(), and must outlive the datum's text.
Datum datum_of(const Cell& cell, Type type) noexcept;

/// An order of numbers that may be written in more than one way.
std::strong_ordering order_of(std::weak_ordering order) noexcept;

/// Values in order: null, then by value, NaN last; text by its bytes.
std::strong_ordering compare(const Datum& a, const Datum& b, Type type) noexcept;

/// A word in the order of a type's values: that of a smaller value is no larger. Equal words are
/// equal values, but of texts and decimals they may be those of different ones.
std::uint64_t order_word(const Cell& cell, Type type) noexcept;

/// Joins the cells of several key columns to one key, and parts them again.
///
/// Shape of a joined key: for each column a byte, then bytes. Text, and a decimal as its cell has
///   it: its size up to 15, or 0x80 and a uint32 size; other: the count of bytes that follow, lowest
///   first and no zero after, of the value (ints zigzag, floats with their bits' bytes reversed).
///   Null: 0x40 alone.
/// Law: equal keys have equal bytes, and one key only.
class KeyJoiner {
 public:
  /// Fill `out` with the keys of a block. Lifetime: until the next call, and the batch's.
  void join(std::span<const Key> keys, const Block& block, Cell* out);

  /// Column `index` of a joined key; nullopt if the key is not well formed up to there.
  static std::optional<Cell> part(std::string_view key, std::span<const Key> keys,
                                  std::size_t index) noexcept;
  /// The text of column `index`, where it stands in a well-formed key; empty if it is null.
  static std::string_view text(std::string_view key, std::span<const Key> keys,
                               std::size_t index) noexcept;
  /// Whether the bytes are a key of these columns, as join() makes them.
  static bool is_key(std::string_view bytes, std::span<const Key> keys) noexcept;

 private:
  std::vector<Cell> cells_;
  std::vector<DecimalRoom> rooms_;  ///< of the columns
  std::vector<char> bytes_;
};

}  // namespace dp::group
