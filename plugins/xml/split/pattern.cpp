// SPDX-License-Identifier: Apache-2.0
#include "xml/split/pattern.hpp"

#include <algorithm>

#include "xml/markup/chars.hpp"

namespace dp::xml {
namespace {

bool is_name(std::string_view text) {
  return !text.empty() && is(text.front(), kNameStart | kHigh) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is(c, kNameByte | kHigh); });
}

bool fits(std::string_view part, std::string_view qualified) noexcept {
  return part == "*" || part == qualified || part == local(qualified);
}

}  // namespace

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  while (true) {
    const auto slash = path.find('/');
    const auto part = local(path.substr(0, slash));
    if (part != "*" && !is_name(part)) return {};
    parts.emplace_back(part);
    if (slash == std::string_view::npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

std::optional<Pattern> Pattern::parse(std::string_view text) {
  Pattern pattern;
  pattern.rooted = text.starts_with('/');
  if (pattern.rooted) text.remove_prefix(1);
  pattern.parents = parts_of(text);
  if (pattern.parents.empty()) return std::nullopt;
  pattern.name = std::move(pattern.parents.back());
  pattern.parents.pop_back();
  return pattern;
}

bool Pattern::names(std::string_view qualified) const noexcept { return fits(name, qualified); }

bool Pattern::holds(const std::vector<std::string_view>& open) const noexcept {
  if (open.size() < parents.size() || (rooted && open.size() != parents.size())) return false;
  return std::equal(parents.rbegin(), parents.rend(), open.rbegin(), fits);
}

std::size_t Pattern::parents_in(const std::vector<std::string_view>& open) const noexcept {
  const auto at = std::mismatch(parents.begin(), parents.end(), open.begin(), open.end(), fits);
  return static_cast<std::size_t>(at.first - parents.begin());
}

}  // namespace dp::xml
