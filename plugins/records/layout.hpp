// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/plugin.hpp>
#include <vector>

namespace dp::records {

/// A column that records are sorted by.
struct SortBy {
  std::size_t column = 0;
  bool descending = false;
};

/// What is asked of the records, in the order in which it is done.
struct Layout {
  enum class End : std::uint8_t { all, head, tail };

  Schema schema;
  bool is_distinct = false;
  std::vector<std::size_t> distinct;  ///< columns; of equal records the first is kept
  std::vector<SortBy> sort;           ///< none: the order of the input
  End end = End::all;
  std::uint64_t most = 0;  ///< of head and tail: so many records

  /// Whether what a state knows of some records is enough to tell that one cannot be among those that
  /// are kept.
  [[nodiscard]] bool can_cut_early() const noexcept {
    return end != End::all && (!is_distinct || (end == End::head && sort.empty()));
  }

  /// Errors: those of an option.
  static Result<Layout> make(const Context& context);
};

/// The most records that head or tail keeps.
inline constexpr double kMostKept = 1e9;

inline constexpr dp_option kOptions[] = {
    option("distinct")
        .text()
        .list()
        .doc("Columns: of records that are alike in them the first of the input is kept; `*`: "
             "in all "
             "columns."),
    option("sort").text().list().doc("Columns by which records are sorted, `-column` for "
                                     "descending; equal ones stay in the order "
                                     "of the input (default: that order)."),
    option("head").integer().range(1, kMostKept).doc("Keep so many records, the first ones."),
    option("tail").integer().range(1, kMostKept).doc("Keep so many records, the last ones."),
};

}  // namespace dp::records
