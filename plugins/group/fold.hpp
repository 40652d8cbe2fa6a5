// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <limits>

#include "group/state.hpp"

namespace dp::group {

/// Where the rows of a block add to: a field of each row's group.
struct Target {
  char* base;                   ///< the field in entry 0
  std::size_t stride;           ///< from one entry to the next
  const std::uint32_t* groups;  ///< a row's entry; nullptr: all rows are of entry 0
};

/// Call step(row in block, value) for the values that are not null.
template <class Column, class Step>
void each_value(const Column& column, const Block& block, Step step) {
  if (!column.has_nulls()) {
    for (std::size_t i = 0; i < block.rows; ++i) step(i, column[block.first + i]);
    return;
  }
  // Where 64 rows in a row have values, which is nearly everywhere, nothing is tested for each.
  std::size_t i = 0;
  for (; i + 64 <= block.rows; i += 64) {
    std::uint64_t valid = column.valid_word(block.first + i);
    if (~valid == 0) {
      for (std::size_t k = i; k < i + 64; ++k) step(k, column[block.first + k]);
      continue;
    }
    for (; valid != 0; valid &= valid - 1) {
      const std::size_t k = i + static_cast<std::size_t>(std::countr_zero(valid));
      step(k, column[block.first + k]);
    }
  }
  for (; i < block.rows; ++i)
    if (!column.is_null(block.first + i)) step(i, column[block.first + i]);
}

/// Add the values of a column to the fields of their groups: add(field&, value).
template <class Field, class Column, class Add>
void fold_column(const Target& target, const Column& column, const Block& block, Add add) {
  if (target.groups == nullptr) {
    auto field = load<Field>(target.base);  // in registers for the whole block
    each_value(column, block, [&](std::size_t, auto value) { add(field, value); });
    store(target.base, field);
    return;
  }
  each_value(column, block, [&](std::size_t row, auto value) {
    char* at = target.base + target.groups[row] * target.stride;
    auto field = load<Field>(at);
    add(field, value);
    store(at, field);
  });
}

/// Call use(column) with the column as its type's view.
template <class Use>
void with_column(const ArrowArray& array, Type type, Use use) {
  switch (type) {
    case Type::boolean:
      return use(BoolColumn(array));
    case Type::float64:
      return use(Float64Column(array));
    case Type::date:
      return use(DateColumn(array));
    case Type::string:
    case Type::json:
      return use(StringColumn(array));
    case Type::decimal:
      return use(DecimalColumn(array));
    case Type::int64:
    case Type::timestamp:
      return use(Int64Column(array));
  }
}

/// A value as min_word and max_word compare it. NaN loses against all others in both.
template <Kind kKind, class T>
std::int64_t order_word(T value) noexcept {
  if constexpr (std::is_same_v<T, double>) {
    const auto order =
        float_order(static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(value + 0.0)));
    if (!std::isnan(value)) return order;
    return kKind == Kind::min_word ? std::numeric_limits<std::int64_t>::max()
                                   : std::numeric_limits<std::int64_t>::min();
  } else {
    return static_cast<std::int64_t>(value);
  }
}

}  // namespace dp::group
