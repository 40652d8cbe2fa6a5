// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The one parser of floats; <dp/format.hpp> writes them.
///
/// Law: parse_float reads back every text that format::put_float writes, as the same value.
/// Threads: no state; call from anywhere.

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace dp::number {

/// The float nearest to a decimal: digits, maybe with a point, maybe with an exponent, maybe after
/// '-'; or "nan", "NaN", "inf" or "Inf". What is nearer to 0 than to any other float is 0.
/// Errors: nullopt for any other text, trailing bytes included, and beyond the largest float.
std::optional<double> parse_float(std::string_view text) noexcept;

// ---- inline definitions ---------------------------------------------------------------------

namespace detail {

/// Whether a decimal that no float holds is below 1: too near to 0, then, not too large. `text`: a
/// decimal of which one digit at least is not 0.
inline bool is_below_one(std::string_view text) noexcept {
  const auto exponent_at = text.find_first_of("eE");
  const auto digits = text.substr(0, exponent_at);
  const auto first = static_cast<std::ptrdiff_t>(digits.find_first_of("123456789"));
  const auto point = static_cast<std::ptrdiff_t>(
      digits.find('.') == std::string_view::npos ? digits.size() : digits.find('.'));
  const auto magnitude = first < point ? point - first : point - first + 1;
  if (exponent_at == std::string_view::npos) return magnitude <= 0;
  auto exponent = text.substr(exponent_at + 1);
  const bool minus = exponent.front() == '-';
  if (minus || exponent.front() == '+') exponent.remove_prefix(1);
  std::ptrdiff_t value = 0;
  const auto [end, error] =
      std::from_chars(exponent.data(), exponent.data() + exponent.size(), value);
  // An exponent beyond 64 bits outweighs all digits that a text can have.
  if (error != std::errc{}) return minus;
  return (minus ? -value : value) <= -magnitude;
}

}  // namespace detail

inline std::optional<double> parse_float(std::string_view text) noexcept {
  const bool minus = text.starts_with('-');
  const auto size = text.substr(minus ? 1 : 0);
  if (size.empty()) return std::nullopt;
  // from_chars knows more names than these ("infinity", "nan(7)").
  const char first = size.front();
  if (first != '.' && (first < '0' || first > '9') && size != "nan" && size != "NaN" &&
      size != "inf" && size != "Inf")
    return std::nullopt;
  double value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (end != last) return std::nullopt;
  if (error == std::errc{}) return value;
  if (error != std::errc::result_out_of_range || !detail::is_below_one(size))
    return std::nullopt;
  return minus ? -0.0 : 0.0;
}

}  // namespace dp::number
