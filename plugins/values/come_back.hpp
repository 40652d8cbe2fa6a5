// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/schema.hpp>
#include <string_view>

/// Whether a value of a type, read from `text` and written by <dp/format.hpp>, is `text` again.
/// Nothing is lost then if a column of such texts is read as that type.
namespace dp::values {

/// Digits without a zero in front, maybe after a minus, within 64 bits: "0", "-7", not "-0".
[[nodiscard]] bool int_comes_back(std::string_view text) noexcept;

/// As format::put_float writes decimals: "3", "-0.25", "1e300", not "1E5", ".5", "1e5".
///
/// A fraction may end in zeros, which are lost: "1.50" is taken as 1.5, for there is no exact type
/// yet that keeps them. Words ("nan") are no decimals, and JSON has none for them.
[[nodiscard]] bool float_comes_back(std::string_view text) noexcept;

/// "true" or "false".
[[nodiscard]] bool bool_comes_back(std::string_view text) noexcept;

/// A date of the calendar: "2026-11-01".
[[nodiscard]] bool date_comes_back(std::string_view text) noexcept;

/// As format::put_timestamp writes it: "2026-11-01T10:00:00Z", "...:03.250Z".
[[nodiscard]] bool timestamp_comes_back(std::string_view text) noexcept;

/// As these, of the type. Any text comes back from a string.
[[nodiscard]] bool comes_back(Type type, std::string_view text) noexcept;

}  // namespace dp::values
