// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <dp/decimal.hpp>
#include <optional>

#include "expr/kernel.hpp"

namespace dp::expr {

namespace {

/// Compute `compute(row)`, an optional, where the operands are there; null where it gives nothing.
template <class T, class Compute>
Vec computed(const Call& call, Compute compute) {
  T* out = call.scratch->room<T>(call.size);
  std::uint8_t* valid = own_valid(call);
  each(call.rows, [&, out, valid](std::size_t row) {
    out[row] = T{};
    if (valid[row] == 0) return;
    const std::optional<T> value = compute(row);
    valid[row] = value.has_value();
    out[row] = value.value_or(T{});
  });
  return {out, valid};
}

/// The same of decimals: compute(a).
template <class T, class Compute>
Vec of_decimal(const Call& call, Compute compute) {
  const auto* in = call.in[0].as<Decimal>();
  return computed<T>(call, [&, in](std::size_t row) { return compute(in[row]); });
}

/// Of a quotient: more than a float keeps, and few enough to multiply and to add up what has them.
constexpr int kQuotientDigits = 20;

int significant_digits(const Decimal& value) noexcept {
  int digits = 0;
  for (auto rest = value.coefficient(); rest != 0; rest /= 10) ++digits;
  return digits;
}

/// Rounded to kQuotientDigits, or to a whole number that has more.
std::optional<Decimal> quotient(const Decimal& a, const Decimal& b) noexcept {
  const auto whole = decimal::divide(a, b);
  if (!whole) return whole;
  const int spare = std::min(significant_digits(*whole) - kQuotientDigits, whole->scale());
  if (spare <= 0) return whole;
  const auto rounded =
      decimal::round(*whole, whole->scale() - spare, decimal::Rounding::half_even);
  return rounded ? std::optional(decimal::shortest(*rounded)) : std::nullopt;
}

using Combine = std::optional<Decimal> (*)(const Decimal&, const Decimal&) noexcept;

Combine combine_of(Op op) noexcept {
  switch (op) {
    case Op::add:
      return decimal::add;
    case Op::subtract:
      return decimal::subtract;
    case Op::multiply:
      return decimal::multiply;
    case Op::divide:
      return quotient;
    default:
      return decimal::remainder;
  }
}

decimal::Rounding rounding_of(Function function) noexcept {
  switch (function) {
    case Function::floor:
      return decimal::Rounding::down;
    case Function::ceil:
      return decimal::Rounding::up;
    case Function::round:
      return decimal::Rounding::half_away;
    default:
      return decimal::Rounding::to_zero;
  }
}

std::optional<std::int64_t> cut(const Decimal& value) noexcept {
  const auto whole = decimal::round(value, 0, decimal::Rounding::to_zero);
  return whole ? whole->to_int() : std::nullopt;
}

/// The digits of a text.
std::optional<Decimal> read_decimal(std::string_view text) noexcept {
  return Decimal::parse(digits_of(text));
}

Vec to_decimal(const Call& call) {
  const Vec& in = call.in[0];
  switch (call.operand) {
    case Type::boolean:
      return computed<Decimal>(call, [&](std::size_t row) {
        return std::optional(Decimal(in.as<std::uint8_t>()[row]));
      });
    case Type::string:
      return computed<Decimal>(call,
                               [&](std::size_t row) { return read_decimal(in.text(row)); });
    default:
      return computed<Decimal>(
          call, [&](std::size_t row) { return Decimal::of(in.as<double>()[row]); });
  }
}

/// Rounded, with zeros where the number has fewer digits, if they have room.
std::optional<Decimal> rounded(const Decimal& value, int places) noexcept {
  const auto made = decimal::round(value, places, decimal::Rounding::half_away);
  if (!made || made->scale() >= places) return made;
  const auto zeros = Decimal::of(false, 0, places);
  const auto longer = decimal::add(*made, *zeros);
  return longer ? longer : made;
}

}  // namespace

Vec decimal_arithmetic(const Call& call, Op op) {
  const auto* a = call.in[0].as<Decimal>();
  const auto* b = call.in[1].as<Decimal>();
  const Combine combine = combine_of(op);
  return computed<Decimal>(call, [=](std::size_t row) { return combine(a[row], b[row]); });
}

Vec negate_decimals(const Call& call) {
  return of_decimal<Decimal>(call, [](const Decimal& value) { return std::optional(-value); });
}

Vec widen_decimals(const Call& call, Widening widening) {
  if (widening == Widening::int_to_decimal) {
    auto* out = call.scratch->room<Decimal>(call.size);
    const auto* in = call.in[0].as<std::int64_t>();
    each(call.rows, [=](std::size_t row) { out[row] = Decimal(in[row]); });
    return {out, call.in[0].valid};
  }
  auto* out = call.scratch->room<double>(call.size);
  const auto* in = call.in[0].as<Decimal>();
  each(call.rows, [=](std::size_t row) { out[row] = in[row].to_double(); });
  return {out, call.in[0].valid};
}

Vec call_decimal(const Call& call, Function function) {
  switch (function) {
    case Function::abs:
      return of_decimal<Decimal>(
          call, [](const Decimal& value) { return std::optional(value.magnitude()); });
    case Function::to_int:
      return of_decimal<std::int64_t>(call, cut);
    case Function::to_decimal:
      return to_decimal(call);
    default: {
      const auto how = rounding_of(function);
      return of_decimal<Decimal>(
          call, [how](const Decimal& value) { return decimal::round(value, 0, how); });
    }
  }
}

/// A float is rounded as the digits that it is written with, so that 1.005 is 1.01. One that is no
/// decimal has no digits that are dropped, or none that are left.
Vec round_to(const Call& call, const Places& places) {
  const int count = places.count;
  if (call.type == Type::decimal)
    return of_decimal<Decimal>(call,
                               [=](const Decimal& value) { return rounded(value, count); });
  if (call.type == Type::int64) {
    const auto* in = call.in[0].as<std::int64_t>();
    return computed<std::int64_t>(call, [=](std::size_t row) {
      const auto made = rounded(Decimal(in[row]), count);
      return made ? made->to_int() : std::nullopt;
    });
  }
  const auto* in = call.in[0].as<double>();
  return computed<double>(call, [=](std::size_t row) -> std::optional<double> {
    const auto value = Decimal::of(in[row]);
    if (!value) return std::fabs(in[row]) < 1 ? 0 : in[row];
    const auto made = rounded(*value, count);
    return made ? std::optional(made->to_double()) : std::nullopt;
  });
}

}  // namespace dp::expr
