// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/schema.hpp>
#include <string_view>

/// Whether a value of a type, read from `text` and written by <dp/format.hpp>, is `text` again.
/// Nothing is lost then if a column of such texts is read as that type.
namespace dp::values {

/// Digits without a zero in front, maybe after a minus, within 64 bits: "0", "-7", not "-0".
[[nodiscard]] bool int_comes_back(std::string_view text) noexcept;

/// As format::put_float writes them: "3", "-0.25", "1e300", not "1E5", ".5", "1e5", "1.50". Words
/// ("nan") are no numbers, and JSON has none for them.
[[nodiscard]] bool float_comes_back(std::string_view text) noexcept;

/// Digits without a zero in front, maybe with a point and more digits, maybe after a minus, 36 digits
/// at most: "0.10", "-1.00", "3", not "-0.0", "1e5", ".5".
[[nodiscard]] bool decimal_comes_back(std::string_view text) noexcept;

/// "true" or "false".
[[nodiscard]] bool bool_comes_back(std::string_view text) noexcept;

/// A date of the calendar: "2026-11-01".
[[nodiscard]] bool date_comes_back(std::string_view text) noexcept;

/// As format::put_timestamp writes it: "2026-11-01T10:00:00Z", "...:03.250Z".
[[nodiscard]] bool timestamp_comes_back(std::string_view text) noexcept;

/// As these, of the type. Any text comes back from a string, and from JSON.
[[nodiscard]] bool comes_back(Type type, std::string_view text) noexcept;

}  // namespace dp::values
