// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/decimal.hpp>
#include <optional>
#include <string>

#include "arrow/array.hpp"

namespace dp::arrow {

/// Single values of arrays, as dp has them. Precondition of all: the row is not null, and the array is of
/// that kind and no dictionary's.

double float_of(const Array& array, std::uint64_t row) noexcept;

/// Of ints without a sign, decimals and durations, which are in seconds. Errors: nullopt, if it has no room.
std::optional<Decimal> decimal_of(const Array& array, std::uint64_t row);

/// With all of its digits, however many.
std::string decimal_text(const Array& array, std::uint64_t row);

/// Days since 1970. Errors: nullopt, if there are so many milliseconds that they are no whole day, or no
/// day has a number.
std::optional<std::int32_t> day_of(const Array& array, std::uint64_t row) noexcept;

/// Microseconds since 1970. Errors: nullopt, if 64 bits do not hold them.
struct Micros {
  std::int64_t micros = 0;
  bool is_cut = false;  ///< it had nanoseconds
};
std::optional<Micros> micros_of(const Array& array, std::uint64_t row) noexcept;

/// A time of day: "10:00:03", "10:00:03.250", with 3, 6 or 9 digits. Empty, if it is none.
std::string time_text(const Array& array, std::uint64_t row);

}  // namespace dp::arrow
