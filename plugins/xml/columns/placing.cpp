// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/placing.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "values/text.hpp"
#include "xml/markup/namespaces.hpp"

namespace dp::xml {
namespace {

/// The number of ".." that a path begins with, which are taken off.
std::uint32_t take_ups(std::string_view& text) {
  std::uint32_t ups = 0;
  for (; text == ".." || text.starts_with("../"); ++ups)
    text = text == ".." ? "." : text.substr(3);
  return ups;
}

/// The parents that columns name become the records.
Status take_parents(const Context& context, Layout& layout) {
  auto& pattern = layout.pattern;
  std::uint32_t most = 0;
  for (std::size_t i = 0; i < layout.paths.size(); ++i) {
    const auto ups = layout.paths[i].level;
    if (ups == Path::kOfItem) continue;
    most = std::max(most, ups);
    const bool is_known = ups <= pattern.parents.size();
    const auto name = is_known && ups > 0 ? pattern.parents[pattern.parents.size() - ups] : "";
    if (!is_known || (name.starts_with('*') && !pattern.rooted))
      return context.bad_option("columns." + layout.columns[i].name,
                                "got a path in what the record is in, " + std::to_string(ups) +
                                    " levels up, expected 'record' to name that: order/line, "
                                    "or /orders/order/line (got " +
                                    values::shown(context.options().text("record")) + ")");
  }
  for (auto& path : layout.paths)
    if (path.level != Path::kOfItem) path.level = most - path.level;
  if (most == 0) return {};
  const auto begin = pattern.parents.end() - static_cast<std::ptrdiff_t>(most);
  pattern.inner.assign(begin + 1, pattern.parents.end());
  pattern.inner.push_back(std::exchange(pattern.name, *begin));
  pattern.parents.erase(begin, pattern.parents.end());
  pattern.required = most;
  return {};
}

}  // namespace

std::optional<Path> column_path(std::string_view text) {
  if (text.starts_with('/')) {
    auto path = Path::parse(text.substr(1));
    if (!path || path->elements.empty() || text.substr(1).starts_with('.')) return std::nullopt;
    path->level = Path::kOfItem;
    return path;
  }
  const auto ups = take_ups(text);
  auto path = Path::parse(text);
  if (path) path->level = ups;
  return path;
}

Status place_rows(const Context& context, Layout& layout) {
  DP_CHECK(take_parents(context, layout));
  const auto explode = context.options().text("explode");
  if (explode.empty()) return {};
  const auto path = Path::parse(explode);
  if (!path || path->elements.empty() || !path->attribute.empty())
    return context.bad_option(
        "explode", "got " + values::shown(explode) +
                       ", expected the path of elements in the record, each of which "
                       "is a row: line, or lines/line");
  for (const auto& element : path->elements)
    layout.pattern.inner.push_back(with_namespace(element, layout.prefixes.in_paths));
  return {};
}

}  // namespace dp::xml
