// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <dp/batch.hpp>
#include <dp/decimal.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace dp::values {

/// Read values from text. Each wants all of the text, and gives nullopt if it is not of the type.
/// Dates and timestamps are those of <dp/civil.hpp>.

/// Decimal digits after an optional sign, within 64 bits.
std::optional<std::int64_t> parse_int(std::string_view text) noexcept;

/// A decimal, maybe with an exponent: "1", "-.5", "2.", "1e300"; also "nan", "inf", "-inf".
/// Law: the double nearest to the decimal; what is too large or too small for one is refused.
std::optional<double> parse_float(std::string_view text) noexcept;

/// A decimal, maybe with an exponent: "1", "-.5", "2.", "1.50", "1e3"; of at most 36 digits, which it
/// keeps. No words.
std::optional<Decimal> parse_decimal(std::string_view text) noexcept;

/// "true" or "false", in small letters, capitals or capitalized; "1" or "0".
std::optional<bool> parse_bool(std::string_view text) noexcept;

/// Set `row` to the value of the builder's type that `text` is. False, and nothing set, if it is
/// none. Precondition: the type is neither string nor json.
[[nodiscard]] bool put_value(ColumnBuilder& builder, std::size_t row, std::string_view text);

/// What a message says is expected where `text` is no value of the type: "int", "decimal", "decimal of
/// at most 36 digits".
std::string expected(Type type, std::string_view text);

/// The type that a word of the option `types` names; nullopt for "auto" and all other words.
std::optional<Type> type_of_word(std::string_view word) noexcept;
/// The words, as an option's allowed values.
inline constexpr const char* kTypeWords = "auto|string|int|float|decimal|bool|date|timestamp";

}  // namespace dp::values
