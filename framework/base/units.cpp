// SPDX-License-Identifier: Apache-2.0
#include "base/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>
#include <span>

#include "base/text.hpp"

namespace dp {

namespace {

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

constexpr std::array kSizes = {
    Unit{"", 1},
    Unit{"B", 1},
    Unit{"KB", 1'000},
    Unit{"MB", 1'000'000},
    Unit{"GB", 1'000'000'000},
    Unit{"TB", 1'000'000'000'000},
    Unit{"KiB", 1ull << 10},
    Unit{"MiB", 1ull << 20},
    Unit{"GiB", 1ull << 30},
    Unit{"TiB", 1ull << 40},
};

constexpr std::array kDurations = {
    Unit{"us", 1},
    Unit{"ms", 1'000},
    Unit{"s", 1'000'000},
    Unit{"m", 60'000'000},
    Unit{"min", 60'000'000},
    Unit{"h", 3'600'000'000},
    Unit{"d", 86'400'000'000},
};

constexpr double kMost = 9.2e18;  // just under the largest std::int64_t

struct Quantity {
  std::string_view digits;
  std::string_view unit;
};

/// Part "1.5 MB" into "1.5" and "MB".
Quantity split(std::string_view text) {
  const auto end = text.find_first_not_of("0123456789.");
  if (end == std::string_view::npos) return {text, {}};
  const auto unit = text.find_first_not_of(' ', end);
  return {text.substr(0, end),
          unit == std::string_view::npos ? std::string_view{} : text.substr(unit)};
}

template <class T>
std::optional<T> number(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c + 0; };
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

const Unit* find_unit(std::span<const Unit> units, std::string_view name, bool any_case) {
  for (const auto& unit : units)
    if (unit.name == name || (any_case && equal_ignoring_case(unit.name, name))) return &unit;
  return nullptr;
}

/// digits * factor, exact for whole numbers; nullopt if it is no number or too large.
std::optional<std::uint64_t> scale(std::string_view digits, std::uint64_t factor) {
  if (const auto whole = number<std::uint64_t>(digits)) {
    if (*whole > static_cast<std::uint64_t>(kMost) / factor) return std::nullopt;
    return *whole * factor;
  }
  const auto value = number<double>(digits);
  if (!value || *value * static_cast<double>(factor) > kMost) return std::nullopt;
  return static_cast<std::uint64_t>(std::llround(*value * static_cast<double>(factor)));
}

Result<std::uint64_t> parse_quantity(std::string_view text, std::span<const Unit> units,
                                     bool any_case, std::string_view what,
                                     std::string_view expected) {
  const auto [digits, name] = split(text);
  const Unit* unit = find_unit(units, name, any_case);
  std::optional<std::uint64_t> value;
  if (unit != nullptr) value = scale(digits, unit->factor);
  if (value) return *value;
  return fail(Errc::invalid_argument, "not a " + std::string(what) + " (got '" +
                                          printable(text) + "', expected " +
                                          std::string(expected) + ")");
}

std::string print(const char* format, auto... values) {
  char buffer[64];
  const int size = std::snprintf(buffer, sizeof buffer, format, values...);
  return {buffer, static_cast<std::size_t>(size)};
}

}  // namespace

Result<std::uint64_t> parse_size(std::string_view text) {
  return parse_quantity(text, kSizes, true, "size",
                        "a number and B, KB, MB, GB, KiB, MiB or GiB, as in 64MiB");
}

Result<std::uint64_t> parse_size_with_unit(std::string_view text) {
  if (!split(text).unit.empty()) return parse_size(text);
  return fail(Errc::invalid_argument, "not a size with a unit (got '" + printable(text) +
                                          "', expected one as in 64MiB)");
}

Result<std::chrono::microseconds> parse_duration(std::string_view text) {
  DP_TRY(const auto value, parse_quantity(text, kDurations, false, "duration",
                                          "a number and us, ms, s, m, h or d, as in 30s"));
  return std::chrono::microseconds(value);
}

Result<double> parse_ratio(std::string_view text) {
  const bool percent = text.ends_with('%');
  const auto digits = percent ? text.substr(0, text.size() - 1) : text;
  const auto value = number<double>(split(digits).digits == digits ? digits : "");
  const double ratio = value ? (percent ? *value / 100 : *value) : -1;
  if (ratio >= 0 && ratio <= 1) return ratio;
  return fail(Errc::invalid_argument,
              "not a ratio (got '" + printable(text) +
                  "', expected 0% to 100%, or 0 to 1, as in 1% or 0.01)");
}

std::string format_size(double bytes) {
  if (bytes < 999.5) return print("%.0f B", bytes);
  constexpr const char* kNames[] = {"KB", "MB", "GB", "TB", "PB", "EB"};
  double value = bytes / 1000;
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < std::size(kNames)) {
    value /= 1000;
    ++unit;
  }
  return print(value < 99.95 ? "%.1f %s" : "%.0f %s", value, kNames[unit]);
}

std::string format_duration(std::chrono::microseconds duration) {
  const auto us = std::max<std::int64_t>(0, duration.count());
  if (us < 1'000) return print("%lld us", static_cast<long long>(us));
  if (us < 999'500) return print("%lld ms", static_cast<long long>((us + 500) / 1'000));
  if (us < 59'950'000) return print("%.1f s", static_cast<double>(us) / 1e6);
  const auto seconds = static_cast<long long>((us + 500'000) / 1'000'000);
  if (seconds < 3'600) return print("%lldm %02llds", seconds / 60, seconds % 60);
  const long long minutes = (seconds + 30) / 60;
  if (minutes < 1'440) return print("%lldh %02lldm", minutes / 60, minutes % 60);
  const long long hours = (minutes + 30) / 60;
  return print("%lldd %02lldh", hours / 24, hours % 24);
}

std::string spell_duration(std::chrono::microseconds duration) {
  // The largest unit that it is whole in.
  const Unit* unit = &kDurations[0];
  const auto us = static_cast<std::uint64_t>(std::max<std::int64_t>(0, duration.count()));
  for (const auto& each : kDurations)
    if (us > 0 && us % each.factor == 0 && each.factor > unit->factor) unit = &each;
  return std::to_string(us / unit->factor) + std::string(unit->name);
}

std::string format_count(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

}  // namespace dp
