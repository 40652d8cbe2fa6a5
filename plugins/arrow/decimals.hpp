// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/decimal.hpp>

namespace dp::arrow {

/// How many digits a decimal of a file has at most.
inline constexpr int kMostDigits = 38;

/// How many digits the numbers of a column need: in a file, all have as many after the point.
class Digits {
 public:
  void add(const Decimal& value) noexcept;
  /// How many digits after the point show all numbers as they are written; if so many have no room,
  /// how many hold them all without zeros at their ends.
  [[nodiscard]] int scale() const noexcept;

 private:
  int before_ = 0;          ///< digits before the point
  int after_ = 0;           ///< digits after it
  int shortest_after_ = 0;  ///< without zeros at the end
};

/// Write a decimal at `out` as 16 bytes, a number of 10^-scale. False, and nothing written, if it has
/// more digits than that, or more than kMostDigits.
[[nodiscard]] bool put_decimal(char* out, const Decimal& value, int scale) noexcept;

}  // namespace dp::arrow
