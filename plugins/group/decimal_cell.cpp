// SPDX-License-Identifier: Apache-2.0
#include "group/decimal_cell.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace dp::group {
namespace {

constexpr unsigned kSignBit = 0x80;

std::size_t bytes_in(UInt128 value) noexcept {
  const auto high = static_cast<std::uint64_t>(value >> 64);
  const auto bits =
      high != 0 ? 64 + std::bit_width(high) : std::bit_width(static_cast<std::uint64_t>(value));
  return static_cast<std::size_t>(bits + 7) / 8;
}

UInt128 word_of(const Cell& cell) noexcept {
  UInt128 word = 0;
  const auto bytes = cell.view();
  std::memcpy(&word, bytes.data(), std::min(bytes.size(), sizeof word));
  return word;
}

bool ends_in_zero(UInt128 number) noexcept {
  const auto low = static_cast<std::uint64_t>(number);
  return number == low ? low % 10 == 0 : number % 10 == 0;
}

}  // namespace

Cell decimal_cell(const Decimal& value, std::array<char, sizeof(Decimal)>& room) noexcept {
  const auto number = decimal::shortest(value);
  const auto coefficient = number.coefficient();
  const auto first =
      static_cast<unsigned>(number.scale()) | (number.is_negative() ? kSignBit : 0);
  const UInt128 bytes = coefficient << 8 | first;
  const std::size_t size = 1 + bytes_in(coefficient);
  std::memcpy(room.data(), &bytes, sizeof bytes);
  if (size > Cell::kInline) return Cell::text({room.data(), size});
  return {static_cast<std::uint64_t>(bytes),
          static_cast<std::uint64_t>(bytes >> 64) | static_cast<std::uint64_t>(size) << 56};
}

std::optional<Decimal> decimal_of(const Cell& cell) noexcept {
  const auto bytes = cell.view();
  if (cell.is_null() || bytes.empty() || bytes.size() > sizeof(Decimal)) return std::nullopt;
  if (bytes.size() > 1 && bytes.back() == '\0') return std::nullopt;
  const auto word = word_of(cell);
  const auto first = static_cast<unsigned>(word) & 0xff;
  const auto coefficient = word >> 8;
  const bool negative = (first & kSignBit) != 0;
  const auto scale = static_cast<int>(first & ~kSignBit);
  if (coefficient == 0 ? first != 0 : scale != 0 && ends_in_zero(coefficient))
    return std::nullopt;
  const auto number = Decimal::of(negative, coefficient, scale);
  return number && number->scale() == scale ? number : std::nullopt;
}

Decimal decimal_in(const Cell& cell) noexcept {
  // The bytes are the decimal's own, but that its highest comes first.
  const auto word = word_of(cell);
  const auto turned = word >> 8 | word << 120;
  return Decimal::of_words(static_cast<std::uint64_t>(turned),
                           static_cast<std::uint64_t>(turned >> 64));
}

Decimal at_scale(const Decimal& value, int scale) noexcept {
  auto coefficient = value.coefficient();
  auto found = value;
  for (int at = value.scale(); at < scale; ++at) {
    coefficient *= 10;  // at most 37 digits: 128 bits hold them
    const auto longer = Decimal::of(value.is_negative(), coefficient, at + 1);
    if (!longer || longer->scale() != at + 1) break;
    found = *longer;
  }
  return found;
}

}  // namespace dp::group
