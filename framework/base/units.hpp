// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <dp/result.hpp>
#include <string>
#include <string_view>

namespace dp {

/// Read a size: "4096", "64KiB", "1.5MB", "2GiB" (KiB = 1024 bytes, KB = 1000). Unit: bytes.
/// Errors: invalid_argument, with what was got and what is expected.
Result<std::uint64_t> parse_size(std::string_view text);
/// The same, but "4096" is none: for places where a number alone means something else.
Result<std::uint64_t> parse_size_with_unit(std::string_view text);
/// Read a duration: "250ms", "30s", "1.5m", "2h", "1d", "10us".
Result<std::chrono::microseconds> parse_duration(std::string_view text);
/// Read a ratio: "1%", "0.01". Range: 0 to 1.
Result<double> parse_ratio(std::string_view text);

/// "1.5 GB", "812 B": decimal units, for people.
std::string format_size(double bytes);
/// "850 ms", "12.3 s", "4m 05s", "2h 10m".
std::string format_duration(std::chrono::microseconds duration);
/// As a user would write it, and parse_duration reads it: "30s", "10m", "1500ms".
std::string spell_duration(std::chrono::microseconds duration);
/// "12,345,678".
std::string format_count(std::uint64_t count);

}  // namespace dp
