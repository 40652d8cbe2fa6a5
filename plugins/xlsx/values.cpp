// SPDX-License-Identifier: Apache-2.0
#include "xlsx/values.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <dp/format.hpp>

#include "table/cell.hpp"

namespace dp::xlsx {
namespace {

/// Digits that Excel keeps of a number.
constexpr std::int64_t kMostExact = 999'999'999'999'999;
constexpr std::int64_t kUnixDay = 25'569;  // 1970-01-01
/// Digits after the point that formats of numbers can have.
constexpr int kMostPlaces = 30;
constexpr std::int64_t kFirstDay = 61;        // 1900-03-01
constexpr std::int64_t kLastDay = 2'958'465;  // 9999-12-31
constexpr std::int64_t kMicrosOfDay = 86'400'000'000;
constexpr std::int64_t kMicrosShown = 1000;  // a sheet's times have milliseconds

std::int64_t floor_of(std::int64_t value, std::int64_t by) noexcept {
  return value / by - (value % by < 0 ? 1 : 0);
}

std::optional<Number> decimal_of(const Decimal& decimal) {
  if (decimal.coefficient() > static_cast<UInt128>(kMostExact)) return std::nullopt;
  if (decimal.scale() > kMostPlaces) return std::nullopt;
  return Number{decimal.to_double(), decimal.scale()};
}

/// Whether a sheet, which keeps 15 digits, holds it.
bool is_short(double value) noexcept {
  char text[32];
  std::snprintf(text, sizeof text, "%.15g", value);
  return std::strtod(text, nullptr) == value;
}

/// UTF-16 units that valid UTF-8 takes.
std::size_t units_of(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) == 0x80) continue;
    count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}

bool is_hex(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_kept(char c) noexcept { return c == '\t' || c == '\n' || c == '\r'; }

/// What would be read as a character by its number gets its underscore so.
std::string escaped(std::string_view text) {
  std::string made;
  for (std::size_t at = 0; at < text.size(); ++at) {
    made += text[at];
    if (is_numbered(text.substr(at))) made += "x005F_";
  }
  return made;
}

}  // namespace

bool is_numbered(std::string_view text) noexcept {
  return text.size() >= 7 && text.starts_with("_x") && text[6] == '_' &&
         std::all_of(text.begin() + 2, text.begin() + 6, is_hex);
}

std::optional<Number> number_of(Type type, const ArrowArray& column, std::size_t row) {
  if (type == Type::int64) {
    const auto value = Int64Column(column)[row];
    if (value > kMostExact || value < -kMostExact) return std::nullopt;
    return Number{static_cast<double>(value), -1};
  }
  if (type == Type::decimal) return decimal_of(DecimalColumn(column)[row]);
  const double value = Float64Column(column)[row];
  if (!std::isfinite(value) || !is_short(value)) return std::nullopt;
  return Number{value, -1};
}

std::optional<double> day_of(Type type, const ArrowArray& column, std::size_t row) {
  std::int64_t day = 0, micros = 0;
  if (type == Type::date) {
    day = DateColumn(column)[row];
  } else {
    const auto at = TimestampColumn(column)[row];
    day = floor_of(at, kMicrosOfDay);
    micros = at - day * kMicrosOfDay;
    if (micros % kMicrosShown != 0) return std::nullopt;
  }
  day += kUnixDay;
  if (day < kFirstDay || day > kLastDay) return std::nullopt;
  return static_cast<double>(day) +
         static_cast<double>(micros) / static_cast<double>(kMicrosOfDay);
}

Result<std::string> text_of(std::string_view text) {
  std::string made;
  std::size_t plain = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_kept(text[at])) continue;
    table::append_cell(made, text.substr(plain, at - plain), 0);
    made += text[at];
    plain = at + 1;
  }
  table::append_cell(made, text.substr(plain), 0);
  if (const auto units = units_of(made); units > kMostText)
    return fail(Errc::invalid_argument,
                "a text is too long for a cell (got " + std::to_string(units) +
                    " characters, expected at most " + std::to_string(kMostText) + ")");
  return escaped(made);
}

}  // namespace dp::xlsx
