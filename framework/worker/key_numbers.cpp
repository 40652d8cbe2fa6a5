// SPDX-License-Identifier: Apache-2.0
#include "worker/key_numbers.hpp"

#include <cmath>
#include <cstdint>

namespace dp::worker {

namespace {

/// 2^63, the first float that is too large for an int.
constexpr double kIntEnd = 9223372036854775808.0;

std::optional<std::int64_t> int_of(double value) noexcept {
  if (!(value >= -kIntEnd && value < kIntEnd) || std::trunc(value) != value)
    return std::nullopt;
  return static_cast<std::int64_t>(value);
}
std::optional<std::int64_t> int_of(const Decimal& value) noexcept { return value.to_int(); }

std::optional<double> float_of(std::int64_t value) noexcept {
  const auto number = static_cast<double>(value);
  if (int_of(number) != value) return std::nullopt;
  return number;
}
std::optional<double> float_of(const Decimal& value) noexcept {
  const double number = value.to_double();
  if (Decimal::of(number) != value) return std::nullopt;
  return number;
}

std::optional<Decimal> decimal_of(std::int64_t value) noexcept { return Decimal(value); }
std::optional<Decimal> decimal_of(double value) noexcept { return Decimal::of(value); }

template <class Values, class Convert>
void convert_all(const Values& values, ColumnBuilder& out, std::size_t rows, Convert convert) {
  for (std::size_t row = 0; row < rows; ++row) {
    if (values.is_null(row)) {
      out.set_null(row);
    } else if (const auto made = convert(values[row])) {
      out.put(row, *made);
    } else {
      out.set_null(row);
    }
  }
}

constexpr auto kIntOf = [](const auto& value) { return int_of(value); };
constexpr auto kFloatOf = [](const auto& value) { return float_of(value); };
constexpr auto kDecimalOf = [](const auto& value) { return decimal_of(value); };

}  // namespace

bool are_comparable(Type a, Type b) noexcept {
  return a == b || (is_number(a) && is_number(b));
}

const ArrowArray& KeyNumbers::convert(const ArrowArray& column, Type from, Type to,
                                      std::size_t rows) {
  if (!made_ || made_->type() != to || capacity_ < rows) {
    made_.emplace(to, rows);
    capacity_ = rows;
  }
  made_->clear();
  if (to == Type::int64) {
    if (from == Type::float64)
      convert_all(Float64Column(column), *made_, rows, kIntOf);
    else
      convert_all(DecimalColumn(column), *made_, rows, kIntOf);
  } else if (to == Type::float64) {
    if (from == Type::int64)
      convert_all(Int64Column(column), *made_, rows, kFloatOf);
    else
      convert_all(DecimalColumn(column), *made_, rows, kFloatOf);
  } else if (from == Type::int64) {
    convert_all(Int64Column(column), *made_, rows, kDecimalOf);
  } else {
    convert_all(Float64Column(column), *made_, rows, kDecimalOf);
  }
  return *made_->finish(rows);
}

}  // namespace dp::worker
