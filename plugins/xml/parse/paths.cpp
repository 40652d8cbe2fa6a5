// SPDX-License-Identifier: Apache-2.0
#include "xml/parse/paths.hpp"

#include <algorithm>

#include "xml/markup/chars.hpp"
#include "xml/split/pattern.hpp"

namespace dp::xml {

std::optional<Path> Path::parse(std::string_view text) {
  Path path;
  if (text == ".") return path;
  if (text.starts_with("./")) text.remove_prefix(2);
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

std::uint32_t Wanted::node_of(const Path& path) {
  std::uint32_t node = 0;
  for (const auto& element : path.elements) node = grow(node, element);
  return node;
}

void Wanted::know(const Path& path) {
  const auto node = node_of(path);
  if (!path.attribute.empty()) nodes_[node].attributes.push_back({path.attribute, kNoColumn});
}

void Wanted::close() {
  nodes_.front().closed = true;
  for (const auto child : nodes_.front().children)
    nodes_[child].closed = !nodes_[child].texts.empty() && nodes_[child].children.empty();
}

void Wanted::add(std::uint32_t column, const Path& path) {
  const auto node = node_of(path);
  if (path.attribute.empty())
    nodes_[node].texts.push_back(column);
  else
    nodes_[node].attributes.push_back({path.attribute, column});
  columns_ = std::max<std::size_t>(columns_, column + 1);
  ++size_;
}

std::uint32_t Wanted::grow(std::uint32_t node, const std::string& name) {
  for (const auto child : nodes_[node].children)
    if (nodes_[child].name == name) return child;
  const auto child = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back({name});
  nodes_[node].children.push_back(child);
  return child;
}

void Picker::want(std::uint32_t column, const Path& path) {
  wanted_.add(column, path);
  values_.resize(wanted_.columns());
  copies_.resize(wanted_.columns());
}

void Picker::close(std::span<const Path> known, std::span<const Path> others) {
  for (const auto& path : known) wanted_.know(path);
  for (const auto& path : others) wanted_.know(path);
  wanted_.close();
}

bool Picker::pick(pugi::xml_node record, bool all_spaces) {
  std::fill(values_.begin(), values_.end(), Value());
  left_ = wanted_.size();
  all_spaces_ = all_spaces;
  lacks_spaces_ = false;
  unknown_ = {};
  visit(wanted_.root(), record);
  return !lacks_spaces_;
}

void Picker::visit(const Wanted::Node& node, pugi::xml_node element) {
  for (const auto column : node.texts)
    if (values_[column].at == nullptr) take_text(column, element);
  if (!node.attributes.empty() || node.closed) take_attributes(node, element);
  if (node.children.empty() && !node.closed) return;
  for (auto child = element.first_child(); child && (left_ != 0 || node.closed);
       child = child.next_sibling()) {
    if (child.type() != pugi::node_element) continue;
    const auto name = local(child.name());
    bool is_known = !node.closed;
    for (const auto wanted : node.children) {
      if (wanted_.node(wanted).name != name) continue;
      is_known = true;
      visit(wanted_.node(wanted), child);
    }
    if (!is_known && unknown_.empty()) unknown_ = name;
  }
}

void Picker::take_text(std::uint32_t column, pugi::xml_node element) {
  const std::string_view first = element.value();
  auto& value = values_[column];
  --left_;
  value = {first.data(), first.size()};
  const auto parts = element.first_child();
  if (!parts) return;
  lacks_spaces_ |= !all_spaces_;
  auto& copy = copies_[column];
  copy = first;
  for (auto part = parts; part; part = part.next_sibling())
    if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata)
      copy += part.value();
  value = {copy.data(), copy.size()};
}

void Picker::take_attributes(const Wanted::Node& node, pugi::xml_node element) {
  for (auto each = element.first_attribute(); each; each = each.next_attribute()) {
    const auto name = local(each.name());
    // Attributes of children are looked at only where a path leads to one.
    bool is_known = &node != &wanted_.root() || !node.closed;
    for (const auto& wanted : node.attributes) {
      if (wanted.name != name) continue;
      is_known = true;
      if (wanted.column == Wanted::kNoColumn || values_[wanted.column].at != nullptr) continue;
      const std::string_view text = each.value();
      values_[wanted.column] = {text.data(), text.size()};
      --left_;
    }
    if (!is_known && unknown_.empty()) unknown_ = name;
  }
}

}  // namespace dp::xml
