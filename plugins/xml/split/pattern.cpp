// SPDX-License-Identifier: Apache-2.0
#include "xml/split/pattern.hpp"

#include <algorithm>

#include "xml/markup/chars.hpp"

namespace dp::xml {
namespace {

constexpr std::string_view kAnyPrefix = "*:";

/// Whether `text` is a name, with one prefix at most.
bool is_name(std::string_view text) {
  return !text.empty() && is(text.front(), kNameStart | kHigh) && text.front() != ':' &&
         text.back() != ':' && std::count(text.begin(), text.end(), ':') <= 1 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is(c, kNameByte | kHigh); });
}

}  // namespace

bool fits(std::string_view part, std::string_view qualified) noexcept {
  if (part == qualified || part == "*") return true;
  if (const auto bar = part.find('|'); bar != std::string_view::npos)
    return fits(part.substr(0, bar), qualified) || fits(part.substr(bar + 1), qualified);
  return part.starts_with(kAnyPrefix) && part.substr(kAnyPrefix.size()) == local(qualified);
}

bool is_plain_name(std::string_view part) noexcept {
  return part != "*" && part.find(':') == std::string_view::npos && !has_namespace(part);
}

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  while (true) {
    const auto slash = path.find('/');
    const auto part = path.substr(0, slash);
    const bool any = part.starts_with(kAnyPrefix);
    const auto name = any ? part.substr(kAnyPrefix.size()) : part;
    if (part != "*" && (!is_name(name) || (any && !is_plain_name(name)))) return {};
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

Pattern Pattern::written(const Bindings& bindings) const {
  auto pattern = *this;
  const auto write = [&](std::string& part) {
    if (!has_namespace(part)) return;
    std::string all;
    for (const auto& each : xml::written(part, bindings, false))
      all += (all.empty() ? "" : "|") + each;
    if (!all.empty()) part = all;
  };
  for (auto& parent : pattern.parents) write(parent);
  for (auto& part : pattern.inner) write(part);
  write(pattern.name);
  return pattern;
}

bool Pattern::names(std::string_view qualified) const noexcept { return fits(name, qualified); }

bool Pattern::holds(const std::vector<std::string_view>& open) const noexcept {
  if (open.size() < parents.size() || (rooted && open.size() != parents.size())) return false;
  return std::equal(parents.rbegin(), parents.rend(), open.rbegin(), fits);
}

bool Pattern::tells_all(const std::vector<std::string_view>& open) const noexcept {
  if (rooted || parents.empty()) return true;
  const auto first = open.size() - parents.size();
  if (first_parent_in(open) != first) return false;
  for (std::size_t depth = 0; depth < parents.size(); ++depth)
    if (!is_alike(open[first + depth], parents[depth], depth)) return false;
  return true;
}

std::size_t Pattern::first_parent_in(const std::vector<std::string_view>& open) const noexcept {
  const auto at = std::find_if(open.begin(), open.end(),
                               [&](auto each) { return fits(parents.front(), each); });
  return static_cast<std::size_t>(at - open.begin());
}

bool Pattern::is_alike(std::string_view one, std::string_view other,
                       std::size_t depth) const noexcept {
  const auto most = std::min(depth + 1, parents.size());
  return std::all_of(parents.begin(), parents.begin() + static_cast<std::ptrdiff_t>(most),
                     [&](const auto& part) { return fits(part, one) == fits(part, other); });
}

std::size_t Pattern::parents_in(const std::vector<std::string_view>& open) const noexcept {
  const auto at = std::mismatch(parents.begin(), parents.end(), open.begin(), open.end(), fits);
  return static_cast<std::size_t>(at.first - parents.begin());
}

}  // namespace dp::xml
