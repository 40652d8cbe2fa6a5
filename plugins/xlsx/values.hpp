// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/batch.hpp>
#include <dp/result.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace dp::xlsx {

/// The most UTF-16 units that a cell holds of a text.
inline constexpr std::size_t kMostText = 32'767;

/// A number that a sheet holds without losing a digit, and how many digits are shown after the point
/// (-1: as many as there are).
struct Number {
  double value = 0;
  int places = -1;
};

/// The number of a cell of ints, floats or decimals; nullopt if a sheet, whose numbers are doubles of
/// 15 digits, would change it: it is then written as text.
std::optional<Number> number_of(Type type, const ArrowArray& column, std::size_t row);

/// Days since 1899-12-30 of a date or a timestamp, as sheets count them; nullopt before March 1900, for
/// what comes before is counted in two ways, after 9999, and for what is no whole millisecond, to which
/// sheets round.
std::optional<double> day_of(Type type, const ArrowArray& column, std::size_t row);

/// Whether a text begins with _xHHHH_, which is read as the character of that number.
/// Source: ECMA-376, part 1, 22.9.2.19 (ST_Xstring).
bool is_numbered(std::string_view text) noexcept;

/// A text as a cell holds it: what is not UTF-8, and control characters but tabs and line ends, as
/// `table` shows them; what is_numbered, so that it is read as it is (_x005F_x0041_).
/// Errors: invalid_argument: it is too long.
Result<std::string> text_of(std::string_view text);

}  // namespace dp::xlsx
