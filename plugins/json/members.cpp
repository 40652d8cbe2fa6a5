// SPDX-License-Identifier: Apache-2.0
#include "json/members.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "values/text.hpp"

namespace dp::json {
namespace {

constexpr std::string_view kValueKey = ".value";

bool is_place(std::string_view member) noexcept { return member.starts_with(kPlaceMark); }

/// A name as a column can have it: what reads names as C strings would cut them at a NUL.
std::string without_nuls(std::string_view name) {
  std::string made;
  for (const char byte : name) made += byte == '\0' ? std::string("\\0") : std::string(1, byte);
  return made;
}

/// The column of a value whose name is not free as it is, or is none.
std::string wanted_name(std::string_view member) {
  if (member == kScalar) return "value";
  if (!is_place(member)) return without_nuls(member);
  return "column" + std::to_string(place_of(member.substr(1)).value_or(0) + 1);
}

/// A name as it stands is that of its column.
bool is_plain(std::string_view member) noexcept {
  return !member.empty() && !is_place(member) && member != kScalar &&
         member.find('\0') == std::string_view::npos;
}

}  // namespace

std::string key_of(std::string_view member) {
  if (member == kScalar) return std::string(kValueKey);
  return is_place(member) ? "#" + std::string(member.substr(1)) : "/" + std::string(member);
}

std::string member_of(std::string_view key, bool& is_one) {
  is_one = key == kValueKey || key.starts_with('/') || key.starts_with('#');
  if (!is_one) return {};
  if (key == kValueKey) return std::string(kScalar);
  const std::string name(key.substr(1));
  return key.front() == '#' ? kPlaceMark + name : name;
}

bool comes_before(std::string_view member, std::string_view other) noexcept {
  const auto rank = [](std::string_view name) {
    const auto place = is_place(name) ? place_of(name.substr(1)).value_or(0) : 0;
    return std::tuple(name == kScalar, is_place(name), place, name);
  };
  return rank(member) < rank(other);
}

std::vector<std::string> column_names(const std::vector<std::string>& members,
                                      std::string_view taken_name) {
  const auto is_free = [&](const std::string& member) {
    return is_plain(member) && member != taken_name;
  };
  std::unordered_set<std::string> taken = {std::string(taken_name)};
  for (const auto& member : members)
    if (is_free(member)) taken.insert(member);
  std::vector<std::string> names;
  for (const auto& member : members) {
    auto name = is_free(member) ? member : wanted_name(member);
    const auto wanted = name;
    for (int n = member.empty() ? 1 : 2; !is_free(member); ++n) {
      if (member.empty()) name = "column" + std::to_string(n);
      if (taken.insert(name).second) break;
      if (!member.empty()) name = wanted + "_" + std::to_string(n);
    }
    names.push_back(std::move(name));
  }
  return names;
}

std::string shown_member(std::string_view member) {
  if (member == kScalar) return "a value that is no object and no array";
  if (!is_place(member)) return "member " + values::shown(member);
  return "element " + std::to_string(place_of(member.substr(1)).value_or(0) + 1);
}

std::string text_of(const Path& path) {
  if (path.empty()) return ".";
  const bool plain = std::none_of(path.begin(), path.end(), [](const std::string& name) {
    return name.empty() || name.find('.') != std::string::npos;
  });
  if (plain && path.front().front() != '/') {
    std::string text;
    for (const auto& name : path) text.append(text.empty() ? "" : ".").append(name);
    return text;
  }
  std::string text;
  for (const auto& name : path) {
    text += '/';
    for (const char byte : name)
      text += byte == '~'   ? std::string("~0")
              : byte == '/' ? std::string("~1")
                            : std::string(1, byte);
  }
  return text;
}

}  // namespace dp::json
