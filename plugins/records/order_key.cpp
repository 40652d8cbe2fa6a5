// SPDX-License-Identifier: Apache-2.0
#include "records/order_key.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "cells/cells.hpp"

namespace dp::records {
namespace {

/// The highest byte first.
template <class T>
void put_high_first(std::string& out, T value) {
  for (std::size_t i = sizeof value; i-- > 0;)
    out += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}

void put_signed(std::string& out, std::int64_t value) {
  put_high_first(out, static_cast<std::uint64_t>(value) ^ std::uint64_t{1} << 63);
}

void put_float(std::string& out, double value) {
  const auto bits = std::bit_cast<std::uint64_t>(cells::as_key(value));
  const auto sign = std::uint64_t{1} << 63;
  put_high_first(out, (bits & sign) != 0 ? ~bits : bits | sign);
}

/// A zero byte is told from the end, which is two of them.
void put_text(std::string& out, std::string_view text) {
  for (const char byte : text) {
    out += byte;
    if (byte == '\0') out += '\xff';
  }
  out.append(2, '\0');
}

/// The sign, how many digits stand before the point, and the digits.
void put_decimal(std::string& out, const Decimal& value) {
  const auto number = decimal::shortest(value);
  if (number.is_zero()) {
    out += '\1';
    return;
  }
  std::string digits;
  for (auto rest = number.coefficient(); rest != 0; rest /= 10)
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
  std::reverse(digits.begin(), digits.end());
  const auto before = static_cast<int>(digits.size()) - number.scale();
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  out += number.is_negative() ? '\0' : '\2';
  const auto begin = out.size();
  out += static_cast<char>(before + 64);
  out += digits;
  out += '\0';
  if (number.is_negative())
    for (auto at = begin; at < out.size(); ++at) out[at] = static_cast<char>(~out[at]);
}

void put_value(std::string& out, Type type, const ArrowArray& column, std::size_t row) {
  switch (type) {
    case Type::boolean:
      out += BoolColumn(column)[row] ? '\1' : '\0';
      return;
    case Type::int64:
    case Type::timestamp:
      return put_signed(out, Int64Column(column)[row]);
    case Type::float64:
      return put_float(out, Float64Column(column)[row]);
    case Type::date:
      return put_signed(out, DateColumn(column)[row]);
    case Type::decimal:
      return put_decimal(out, DecimalColumn(column)[row]);
    case Type::string:
    case Type::json:
      return put_text(out, StringColumn(column)[row]);
  }
}

/// Which of null, value and NaN stands first.
struct Marks {
  char null, value, nan;
};
constexpr Marks kAscending{0, 1, 2};
constexpr Marks kDescending{2, 0, 1};

}  // namespace

void put_order(std::string& out, Type type, const ArrowArray& column, std::size_t row,
               bool descending) {
  const auto& marks = descending ? kDescending : kAscending;
  if (ColumnView(column).is_null(row)) {
    out += marks.null;
    return;
  }
  if (type == Type::float64 && std::isnan(Float64Column(column)[row])) {
    out += marks.nan;
    return;
  }
  out += marks.value;
  const auto begin = out.size();
  put_value(out, type, column, row);
  for (auto at = begin; descending && at < out.size(); ++at)
    out[at] = static_cast<char>(~out[at]);
}

void put_place(std::string& out, const Place& place) {
  put_high_first(out, place.item);
  put_high_first(out, place.offset);
  put_high_first(out, place.number);
}

std::uint64_t prefix_of(std::string_view key) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, key.data(), std::min<std::size_t>(8, key.size()));
  return __builtin_bswap64(word);
}

}  // namespace dp::records
