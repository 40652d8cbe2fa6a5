// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dp::csv {

/// Read values from the text of a field. Each wants all of the text, and gives nullopt if it is
/// not of the type.

/// Decimal digits behind an optional sign, within 64 bits.
std::optional<std::int64_t> parse_int(std::string_view text) noexcept;

/// A decimal, maybe with an exponent: "1", "-.5", "2.", "1e300"; also "nan", "inf", "-inf".
/// Law: the double nearest to the decimal; what is too large or too small for one is refused.
std::optional<double> parse_float(std::string_view text) noexcept;

/// "true" or "false", in small letters, capitals or capitalized; "1" or "0".
std::optional<bool> parse_bool(std::string_view text) noexcept;

/// "2015-05-17" as days since 1970-01-01.
std::optional<std::int32_t> parse_date(std::string_view text) noexcept;

/// "2015-05-17T10:05:03.25+02:00" as microseconds since 1970-01-01T00:00:00Z. A space may stand
/// for the T; seconds and their fraction (to 9 digits; beyond microseconds it is cut off) may be
/// left out; the zone is Z, +hh:mm, +hhmm, +hh, or left out, which is Z.
std::optional<std::int64_t> parse_timestamp(std::string_view text) noexcept;

}  // namespace dp::csv
