// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/decimal.hpp>
#include <dp/plugin.hpp>
#include <string>
#include <vector>

namespace dp::group {

/// What is kept of each group, one of these a column and kind, shared by the outputs.
enum class Kind : std::uint8_t {
  rows,         ///< uint64: rows
  values,       ///< uint64: values of the column that are not null
  trues,        ///< uint64: values of the column that are true
  sum_int,      ///< Int128
  sum_float,    ///< NarrowSum, `extra` - 1 its place among the wide ones
  sum_decimal,  ///< DecimalSum
  min_word,     ///< int64 in the order of the values; starts as the largest
  max_word,     ///< the same; starts as the smallest
  min_text,     ///< Cell in the text arena, null at first
  max_text,
  min_decimal,  ///< Decimal, kNoDecimal at first; of equal ones that with the largest scale
  max_decimal,
  scale,     ///< uint64: the largest scale of the column's decimals
  distinct,  ///< uint64: different values, with a table of them
  top,       ///< nothing in the group: a table of values and their counts
};

/// Accumulator::most of all values.
inline constexpr std::uint32_t kAllValues = ~std::uint32_t{0};

/// No decimal: what the smallest and the largest of none are.
inline constexpr Decimal kNoDecimal = Decimal::of_words(0, std::uint64_t{0x7f} << 56);

struct Accumulator {
  Kind kind = Kind::rows;
  std::size_t column = 0;   ///< of the input
  Type type = Type::int64;  ///< of that column
  std::size_t offset = 0;   ///< in a group's entry
  std::size_t table = 0;    ///< distinct, top: which table of values
  std::uint32_t most = 0;  ///< top: how many are wanted, at most; kAllValues: of functions that
                           ///< rank them
};

enum class Function : std::uint8_t {
  count,
  values,
  sum,
  mean,
  min,
  max,
  distinct,
  top,
  count_if,
  mode,
  median,
  quantile
};

/// One column of the output that is not a key.
struct Taken {
  Function function = Function::count;
  std::size_t accumulator = 0;
  std::size_t values = 0;  ///< the accumulator that says how many values were not null
  std::uint32_t most = 0;  ///< top
  Decimal share = {};      ///< quantile
  Field field;
};

struct Key {
  std::size_t column = 0;  ///< of the input
  Field field;
  std::size_t scale = 0;  ///< of a decimal: the accumulator that says how many digits to show
};

/// One column to sort by: a key or a taken one.
struct SortBy {
  bool key = true;
  std::size_t index = 0;
  bool descending = false;
};

/// The checked options, and the layout that follows from them.
struct Plan {
  std::vector<Key> keys;
  std::vector<Accumulator> accumulators;
  std::vector<Taken> taken;
  std::vector<SortBy> sort;  ///< total: ends with all keys
  std::uint64_t limit = 0;   ///< 0: none
  std::string initial;       ///< a new group's bytes after its cell
  std::size_t tables = 0;    ///< of values, for distinct and top
  std::uint64_t fingerprint = 0;

  /// Check the options. Errors: invalid_pipeline, with the option's place in the file.
  static Result<Plan> make(const Context& context);
  [[nodiscard]] Schema output() const;
  /// A group's entry begins with its hash, if values are kept by group.
  [[nodiscard]] bool keeps_hash() const noexcept { return tables != 0 && !keys.empty(); }
};

}  // namespace dp::group
