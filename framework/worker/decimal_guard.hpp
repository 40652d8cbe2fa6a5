// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/batch.hpp>
#include <dp/result.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dp::worker {

/// What keeps some value of a column of decimals from being one, "a scale of more than 36"; empty: all are.
/// What is null may be anything.
std::string_view decimal_fault(const ArrowArray& values) noexcept;

/// Sees that what a task emits as decimals are some. Others do not compare, hash and print as numbers
/// do: keys would fall into groups of their own, and sums would be wrong without a word.
///
/// Cost: two comparisons a value of decimal columns; nothing for tasks that emit none.
/// Threads: any number may use one.
class DecimalGuard {
 public:
  DecimalGuard() = default;
  /// `task`, for messages, emits these columns. `used`: a byte a column that says whether anyone reads
  /// it, for what nobody reads may hold anything; empty: all are read.
  DecimalGuard(const Schema& columns, std::string task,
               std::span<const std::uint8_t> used = {});

  /// Errors: bug, which ends the run: no record is to blame for it.
  [[nodiscard]] Status check(const ArrowArray& rows) const;

 private:
  std::string task_;
  std::vector<std::pair<std::size_t, std::string>> columns_;  ///< of decimals: place, name
};

}  // namespace dp::worker
