// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/row_picker.hpp"

#include <algorithm>
#include <utility>

namespace dp::xml {

RowPicker::RowPicker(const Pattern& pattern, const std::optional<std::string>& separator,
                     const Bindings& declared)
    : pattern_(pattern),
      pickers_(pattern.inner.size() + 1),
      columns_(pattern.inner.size() + 1) {
  for (auto& picker : pickers_) {
    if (separator) picker.join(*separator);
    picker.declare(declared);
  }
  for (std::size_t level = 0; level < pattern.inner.size(); ++level)
    pickers_[level].pass_over(pattern.inner[level]);
}

/// The level of the element that a path is to be followed from, and the rest of it.
std::pair<std::size_t, Path> RowPicker::placed(const Path& path) const {
  auto rest = path;
  std::size_t level = path.level;
  auto at = rest.elements.begin();
  for (; at != rest.elements.end() && level >= pattern_.required &&
         level < pattern_.inner.size() && fits(pattern_.inner[level], *at);
       ++at)
    ++level;
  rest.elements.erase(rest.elements.begin(), at);
  rest.level = 0;
  return {level, std::move(rest)};
}

void RowPicker::want(std::uint32_t column, const Path& path) {
  values_.resize(std::max<std::size_t>(values_.size(), column + std::size_t{1}));
  if (path.level == Path::kOfItem) return;
  const auto [level, rest] = placed(path);
  pickers_.at(level).want(column, rest);
  columns_.at(level).push_back(column);
}

void RowPicker::close(std::span<const Path> known, std::span<const Path> bare) {
  std::vector<std::vector<Path>> known_of(pickers_.size()), bare_of(pickers_.size());
  const auto place = [this](std::span<const Path> paths,
                            std::vector<std::vector<Path>>& by_level) {
    for (const auto& path : paths) {
      auto [level, rest] = placed(path);
      by_level.at(level).push_back(std::move(rest));
    }
  };
  place(known, known_of);
  place(bare, bare_of);
  for (std::size_t level = 0; level < pickers_.size(); ++level)
    pickers_[level].close(known_of[level], bare_of[level]);
}

Status RowPicker::for_each_row(pugi::xml_node record, const Take& take) {
  std::fill(values_.begin(), values_.end(), Value());
  return descend(0, record, take);
}

Status RowPicker::descend(std::size_t level, pugi::xml_node element, const Take& take) {
  pick_level(level, element);
  if (level == pattern_.inner.size()) return take(element);
  bool any = false;
  for (auto child = element.first_child(); child; child = child.next_sibling()) {
    if (child.type() != pugi::node_element || !fits(pattern_.inner[level], child.name()))
      continue;
    any = true;
    DP_CHECK(descend(level + 1, child, take));
  }
  if (any || level < pattern_.required) return {};
  clear_from(level + 1);
  return take(element);
}

void RowPicker::pick_level(std::size_t level, pugi::xml_node element) {
  auto& picker = pickers_[level];
  depth_ = level + 1;
  static_cast<void>(picker.pick(element, true));  // trees with all spaces lack none
  for (const auto column : columns_[level]) values_[column] = picker.value(column);
}

void RowPicker::clear_from(std::size_t level) {
  depth_ = level;
  for (; level < columns_.size(); ++level)
    for (const auto column : columns_[level]) values_[column] = {};
}

bool RowPicker::repeated() const noexcept {
  const auto picked = std::span(pickers_).first(explodes() ? depth_ : 1);
  return std::any_of(picked.begin(), picked.end(),
                     [](const Picker& picker) { return picker.repeated(); });
}

std::string_view RowPicker::unknown() const noexcept {
  for (const auto& picker : std::span(pickers_).first(explodes() ? depth_ : 1))
    if (!picker.unknown().empty()) return picker.unknown();
  return {};
}

}  // namespace dp::xml
