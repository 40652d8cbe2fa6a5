// SPDX-License-Identifier: Apache-2.0
#include "xlsx/names.hpp"

#include <algorithm>

namespace dp::xlsx {
namespace {

constexpr std::size_t kMostCharacters = 31;

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool is_same(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// Characters of UTF-8, counted by their first bytes.
std::size_t characters(std::string_view text) noexcept {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace

Status check_sheet(std::string_view name, const std::vector<std::string>& names) {
  const auto refuse = [&](const std::string& what) {
    return fail(Errc::invalid_pipeline,
                "xlsx: a sheet cannot be named '" + std::string(name) + "': " + what);
  };
  if (name.empty()) return refuse("a name must not be empty");
  if (const auto count = characters(name); count > kMostCharacters)
    return refuse("the name is too long (got " + std::to_string(count) +
                  " characters, expected at most 31)");
  if (name.find_first_of("[]:*?/\\") != std::string_view::npos)
    return refuse("a name must not hold any of []:*?/\\");
  if (name.front() == '\'' || name.back() == '\'')
    return refuse("a name must not begin or end with an apostrophe");
  for (const auto& other : names)
    if (is_same(other, name)) return refuse("there is a sheet '" + other + "' already");
  return {};
}

}  // namespace dp::xlsx
