// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/plugin.hpp>
#include <span>
#include <string>
#include <vector>

#include "group/ranked.hpp"
#include "group/state.hpp"

namespace dp::group {

/// Reads a state's groups as rows of the result.
///
/// Lifetime: while the state is not changed.
class Rows {
 public:
  /// `asked`: the taken columns that taken() will be asked for. Medians and the like cost something
  /// for each.
  Rows(const State& state, std::span<const std::size_t> asked)
      : state_(&state), ranked_(state, asked) {}

  /// A key column of a group; its text lives as long as `hold`.
  [[nodiscard]] Datum key(std::size_t index, std::uint32_t group, Cell& hold) const noexcept;
  /// The text of a key column of strings where it stands; empty if it is null.
  [[nodiscard]] std::string_view key_text(std::size_t index,
                                          std::uint32_t group) const noexcept;
  /// A taken column of a group; sums of ints come from int_sum(), those of decimals that have too
  /// many digits from decimal_sum(), tops from TopLists.
  [[nodiscard]] Datum taken(std::size_t index, std::uint32_t group, Cell& hold) const noexcept;
  /// taken(), of any function but top. Errors: task_failed for a sum of ints beyond int64, and one of
  /// decimals with too many digits.
  [[nodiscard]] Result<Datum> checked(std::size_t index, std::uint32_t group, Cell& hold) const;
  /// How many digits after the point a key column of decimals has in a group's row.
  [[nodiscard]] int key_scale(std::size_t index, std::uint32_t group) const noexcept;
  /// Precondition: the taken column is a sum of decimals.
  [[nodiscard]] DecimalSum decimal_sum(std::size_t index, std::uint32_t group) const noexcept;
  [[nodiscard]] bool is_decimal_sum(std::size_t index) const noexcept;
  /// Precondition: the taken column is a sum of ints.
  [[nodiscard]] Int128 int_sum(std::size_t index, std::uint32_t group) const noexcept;
  [[nodiscard]] bool is_int_sum(std::size_t index) const noexcept;

 private:
  [[nodiscard]] Datum word(const Taken& taken, std::uint32_t group) const noexcept;
  const State* state_;
  Ranked ranked_;
};

/// Append a value as people read it, without quotes; a null as "null".
void append_shown(std::string& out, const Datum& value, Type type);

/// Put a value into a row of a column of its type.
void put_datum(ColumnBuilder& column, std::size_t row, const Datum& value, Type type);

/// The entries of a table of values, by group.
struct ByGroup {
  std::vector<std::uint32_t> entries;
  std::vector<std::uint32_t> starts;  ///< one more than there are groups

  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t group) const noexcept {
    return {entries.data() + starts[group], starts[group + 1] - starts[group]};
  }
};

/// Part `order`, entries of `table`, by group; each group's keep their order.
ByGroup by_group(const State& state, const Table& table, std::span<const std::uint32_t> order);

/// Order entries of a table of counted values: most frequent first, then by value; keep `most`.
void most_frequent(const Table& table, Type type, std::size_t most,
                   std::vector<std::uint32_t>& entries);

/// Emit the rows of `groups` in this order.
/// Errors: task_failed if a sum of ints is beyond int64, or one of decimals has too many digits;
/// what emit returns.
Status emit_rows(const State& state, std::span<const std::uint32_t> groups, Output& out);

}  // namespace dp::group
