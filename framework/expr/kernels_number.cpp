// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <cmath>
#include <dp/number.hpp>
#include <type_traits>

#include "expr/kernel.hpp"

namespace dp::expr {

namespace {

/// Compute `compute(a, b, &result)` a row; where that returns true (it overflowed), null.
template <class Compute>
Vec checked(const Call& call, Compute compute) {
  auto* out = call.scratch->room<std::int64_t>(call.size);
  const auto* a = call.in[0].as<std::int64_t>();
  const auto* b = call.in.back().as<std::int64_t>();
  bool any = false;
  each(call.rows,
       [&, out, a, b](std::size_t row) { any |= compute(a[row], b[row], &out[row]); });
  if (!any) return {out, merged_valid(call)};
  std::uint8_t* valid = own_valid(call);
  each(call.rows, [=](std::size_t row) {
    if (compute(a[row], b[row], &out[row])) valid[row] = 0;
  });
  return {out, valid};
}

bool modulo_of_ints(std::int64_t a, std::int64_t b, std::int64_t* out) noexcept {
  *out = b == 0 || b == -1 ? 0 : a % b;
  return b == 0;
}

template <class Compute>
Vec floats(const Call& call, Compute compute) {
  auto* out = call.scratch->room<double>(call.size);
  const auto* a = call.in[0].as<double>();
  const auto* b = call.in.back().as<double>();
  each(call.rows, [=](std::size_t row) { out[row] = compute(a[row], b[row]); });
  return {out, merged_valid(call)};
}

/// Like floats, but null where the divisor is zero.
template <class Compute>
Vec quotients(const Call& call, Compute compute) {
  Vec result = floats(call, compute);
  const auto* divisor = call.in[1].as<double>();
  bool any = false;
  each(call.rows, [&](std::size_t row) { any |= divisor[row] == 0; });
  if (!any) return result;
  std::uint8_t* valid = own_valid(call);
  each(call.rows, [=](std::size_t row) {
    if (divisor[row] == 0) valid[row] = 0;
  });
  result.valid = valid;
  return result;
}

Vec arithmetic_of_ints(const Call& call, Op op) {
  using Int = std::int64_t;
  switch (op) {
    case Op::add:
      return checked(call,
                     [](Int a, Int b, Int* out) { return __builtin_add_overflow(a, b, out); });
    case Op::subtract:
      return checked(call,
                     [](Int a, Int b, Int* out) { return __builtin_sub_overflow(a, b, out); });
    case Op::multiply:
      return checked(call,
                     [](Int a, Int b, Int* out) { return __builtin_mul_overflow(a, b, out); });
    default:
      return checked(call, modulo_of_ints);
  }
}

/// The whole number of a float without its fraction; nothing if an int cannot hold it.
bool cut_fraction(double value, std::int64_t* out) noexcept {
  if (!(value > -9223372036854777856.0 && value < 9223372036854775808.0)) return false;
  *out = static_cast<std::int64_t>(value);
  return true;
}

template <class T>
bool read_number(std::string_view text, T* out) noexcept {
  text = digits_of(text);
  if constexpr (std::is_same_v<T, double>) {
    const auto value = dp::number::parse_float(text);
    *out = value.value_or(0);
    return value.has_value();
  } else {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty();
  }
}

/// Compute `convert(row, &out)` where the operand is there; null where that returns false.
template <class T, class Convert>
Vec converted(const Call& call, Convert convert) {
  T* out = call.scratch->room<T>(call.size);
  std::uint8_t* valid = own_valid(call);
  each(call.rows, [&, out, valid](std::size_t row) {
    out[row] = T{};
    if (valid[row] != 0 && !convert(row, &out[row])) valid[row] = 0;
  });
  return {out, valid};
}

template <class T>
Vec to_number(const Call& call) {
  const Vec& in = call.in[0];
  switch (call.operand) {
    case Type::boolean:
      return converted<T>(call, [&](std::size_t row, T* out) {
        *out = static_cast<T>(in.as<std::uint8_t>()[row]);
        return true;
      });
    case Type::string:
      return converted<T>(
          call, [&](std::size_t row, T* out) { return read_number(in.text(row), out); });
    default:
      return converted<std::int64_t>(call, [&](std::size_t row, std::int64_t* out) {
        return cut_fraction(in.as<double>()[row], out);
      });
  }
}

Vec absolute(const Call& call) {
  if (call.type == Type::float64)
    return floats(call, [](double a, double) { return std::fabs(a); });
  return checked(call, [](std::int64_t a, std::int64_t, std::int64_t* out) {
    return a < 0 ? __builtin_sub_overflow(std::int64_t{0}, a, out) : ((*out = a), false);
  });
}

}  // namespace

std::string_view digits_of(std::string_view text) noexcept {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  return text;
}

Vec arithmetic(const Call& call, Op op) {
  if (call.type == Type::int64) return arithmetic_of_ints(call, op);
  switch (op) {
    case Op::add:
      return floats(call, [](double a, double b) { return a + b; });
    case Op::subtract:
      return floats(call, [](double a, double b) { return a - b; });
    case Op::multiply:
      return floats(call, [](double a, double b) { return a * b; });
    case Op::divide:
      return quotients(call, [](double a, double b) { return a / b; });
    default:
      return quotients(call, [](double a, double b) { return std::fmod(a, b); });
  }
}

Vec negate(const Call& call) {
  if (call.type == Type::float64) return floats(call, [](double a, double) { return -a; });
  return checked(call, [](std::int64_t a, std::int64_t, std::int64_t* out) {
    return __builtin_sub_overflow(std::int64_t{0}, a, out);
  });
}

Vec difference_of_times(const Call& call) {
  const auto subtract = [](std::int64_t a, std::int64_t b, std::int64_t* out) {
    return __builtin_sub_overflow(a, b, out);
  };
  const Vec whole = checked(call, subtract);
  if (call.type == Type::int64) return whole;
  auto* out = call.scratch->room<double>(call.size);
  const auto* microseconds = whole.as<std::int64_t>();
  each(call.rows, [=](std::size_t row) {
    const std::int64_t value = microseconds[row];
    out[row] = static_cast<double>(value) / static_cast<double>(civil::kSecond);
  });
  return {out, whole.valid};
}

Vec widen(const Call& call, Widening widening) {
  if (widening == Widening::date_to_timestamp)
    return checked(call, [](std::int64_t days, std::int64_t, std::int64_t* out) {
      return __builtin_mul_overflow(days, civil::kDay, out);
    });
  auto* out = call.scratch->room<double>(call.size);
  const auto* in = call.in[0].as<std::int64_t>();
  each(call.rows, [=](std::size_t row) { out[row] = static_cast<double>(in[row]); });
  return {out, call.in[0].valid};
}

Vec call_number(const Call& call, Function function) {
  switch (function) {
    case Function::abs:
      return absolute(call);
    case Function::ceil:
      return floats(call, [](double a, double) { return std::ceil(a); });
    case Function::floor:
      return floats(call, [](double a, double) { return std::floor(a); });
    case Function::round:
      return floats(call, [](double a, double) { return std::round(a); });
    case Function::to_int:
      return to_number<std::int64_t>(call);
    default:
      return to_number<double>(call);
  }
}

}  // namespace dp::expr
