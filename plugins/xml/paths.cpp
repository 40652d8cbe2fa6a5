// SPDX-License-Identifier: Apache-2.0
#include "xml/paths.hpp"

#include <algorithm>

#include "xml/chars.hpp"
#include "xml/pattern.hpp"

namespace dp::xml {

std::optional<Path> Path::parse(std::string_view text) {
  Path path;
  if (text == ".") return path;
  const auto at = text.rfind('@');
  if (at != std::string_view::npos) {
    const auto attribute = parts_of(text.substr(at + 1));
    if (attribute.size() != 1 || (at != 0 && text[at - 1] != '/')) return std::nullopt;
    path.attribute = attribute.front();
    if (at == 0) return path.attribute == "*" ? std::nullopt : std::optional(path);
    text = text.substr(0, at - 1);
  }
  path.elements = parts_of(text);
  const bool any = std::count(path.elements.begin(), path.elements.end(), "*") != 0;
  if (path.elements.empty() || any || path.attribute == "*") return std::nullopt;
  return path;
}

void Value::add(std::string_view part, bool plain,
                void (*append)(std::string&, std::string_view)) {
  if (plain && !copied_ && view_.empty()) {
    view_ = part;
    return;
  }
  if (!copied_) {
    copy_.assign(view_);
    copied_ = true;
  }
  if (plain)
    copy_.append(part);
  else
    append(copy_, part);
}

void Harvest::want(std::uint32_t column, const Path& path) {
  std::uint32_t node = 0;
  for (const auto& element : path.elements) node = grow(node, element);
  if (path.attribute.empty())
    nodes_[node].texts.push_back(column);
  else
    nodes_[node].attributes.push_back({path.attribute, column});
  if (values_.size() <= column) values_.resize(column + 1);
}

std::uint32_t Harvest::grow(std::uint32_t node, const std::string& name) {
  if (const auto found = child_of(node, name); found != kNone) return found;
  const auto child = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back({name, {}, {}, {}});
  nodes_[node].children.push_back(child);
  return child;
}

std::uint32_t Harvest::child_of(std::uint32_t node, std::string_view name) const noexcept {
  if (node == kNone) return kNone;
  for (const auto child : nodes_[node].children)
    if (nodes_[child].name == name) return child;
  if (nodes_[node].children.empty() || name.find(':') == std::string_view::npos) return kNone;
  return child_of(node, local(name));
}

void Harvest::enter(const Node& node, std::span<const Attribute> attributes) {
  for (const auto column : node.texts) values_[column].begin();
  if (node.attributes.empty()) return;
  for (const auto& attribute : attributes) {
    for (const auto& wanted : node.attributes) {
      if (wanted.attribute != local(attribute.name)) continue;
      auto& value = values_[wanted.column];
      if (!value.begin()) continue;
      value.add(attribute.value, attribute.plain, append_value);
      value.end();
    }
  }
}

void Harvest::add(std::string_view raw, bool plain,
                  void (*append)(std::string&, std::string_view)) {
  for (const auto column : nodes_[at_.back()].texts)
    if (values_[column].is_open()) values_[column].add(raw, plain, append);
}

}  // namespace dp::xml
