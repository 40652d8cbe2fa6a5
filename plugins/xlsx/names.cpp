// SPDX-License-Identifier: Apache-2.0
#include "xlsx/names.hpp"

#include <utf8proc.h>

#include <dp/escape.hpp>

#include "xlsx/values.hpp"

namespace dp::xlsx {
namespace {

constexpr std::size_t kMostCharacters = 31;

constexpr std::string_view kReserved = "History";

/// A name as it is compared: all letters small.
std::string folded(std::string_view name) {
  std::string made;
  const char* end = name.data() + name.size();
  for (const char* at = name.data(); at != end;) {
    const auto character = format::decode_utf8(at, end);
    utf8proc_uint8_t bytes[4];
    const auto small = utf8proc_tolower(static_cast<utf8proc_int32_t>(character.code));
    const auto size = utf8proc_encode_char(small, bytes);
    made.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    at += character.size;
  }
  return made;
}

/// UTF-16 units of a text, in which Excel counts, or what is wrong with it.
Result<std::size_t> checked_units_of(std::string_view name) {
  std::size_t units = 0;
  const char* end = name.data() + name.size();
  for (const char* at = name.data(); at != end;) {
    const auto character = format::decode_utf8(at, end);
    if (!character.valid) return fail(Errc::invalid_argument, "a name must be UTF-8");
    if (character.code < 0x20 || character.code == 0x7f)
      return fail(Errc::invalid_argument, "a name must not hold control characters");
    units += character.code > 0xffff ? 2 : 1;
    at += character.size;
  }
  return units;
}

bool holds_numbered(std::string_view name) noexcept {
  for (std::size_t at = 0; at < name.size(); ++at)
    if (is_numbered(name.substr(at))) return true;
  return false;
}

}  // namespace

Status check_sheet(std::string_view name, const std::vector<std::string>& names) {
  const auto refuse = [&](const std::string& what) {
    return fail(Errc::invalid_pipeline,
                "xlsx: a sheet cannot be named '" + std::string(name) + "': " + what);
  };
  if (name.empty()) return refuse("a name must not be empty");
  const auto units = checked_units_of(name);
  if (!units) return refuse(units.error().message);
  if (*units > kMostCharacters)
    return refuse("the name is too long (got " + std::to_string(*units) +
                  " characters, expected at most 31)");
  if (name.find_first_of("[]:*?/\\") != std::string_view::npos)
    return refuse("a name must not hold any of []:*?/\\");
  if (name.front() == '\'' || name.back() == '\'')
    return refuse("a name must not begin or end with an apostrophe");
  if (holds_numbered(name))
    return refuse("Excel would read _xHHHH_ in it as the character of that number");
  if (folded(name) == folded(kReserved)) return refuse("Excel keeps that name for itself");
  for (const auto& other : names)
    if (folded(other) == folded(name))
      return refuse("there is a sheet '" + other + "' already");
  return {};
}

}  // namespace dp::xlsx
