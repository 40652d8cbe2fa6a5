// SPDX-License-Identifier: Apache-2.0
#include "xml/parse/paths.hpp"

#include <algorithm>
#include <utility>

#include "xml/markup/chars.hpp"
#include "xml/split/pattern.hpp"

namespace dp::xml {
namespace {

bool is_any(const std::string& part) { return part.starts_with('*'); }

}  // namespace

std::optional<Path> Path::parse(std::string_view text) {
  Path path;
  if (text == ".") return path;
  if (text.starts_with("./")) text.remove_prefix(2);
  const auto at = text.rfind('@');
  if (at != std::string_view::npos) {
    const auto attribute = parts_of(text.substr(at + 1));
    if (attribute.size() != 1 || (at != 0 && text[at - 1] != '/')) return std::nullopt;
    path.attribute = attribute.front();
    if (at == 0) return is_any(path.attribute) ? std::nullopt : std::optional(path);
    text = text.substr(0, at - 1);
  }
  path.elements = parts_of(text);
  const bool any = std::any_of(path.elements.begin(), path.elements.end(), is_any);
  if (path.elements.empty() || any || is_any(path.attribute)) return std::nullopt;
  return path;
}

std::string Path::text() const {
  std::string text;
  for (const auto& element : elements) text += (text.empty() ? "" : "/") + element;
  if (!attribute.empty()) return text + (text.empty() ? "@" : "/@") + attribute;
  return text.empty() ? "." : text;
}

Content content_of(pugi::xml_node element) noexcept {
  Content content{false, trimmed(element.value())};
  for (auto part = element.first_child(); part; part = part.next_sibling()) {
    const auto type = part.type();
    content.elements = content.elements || type == pugi::node_element;
    if (content.text.empty() && (type == pugi::node_pcdata || type == pugi::node_cdata))
      content.text = trimmed(part.value());
  }
  return content;
}

void NameIndex::add(std::string_view name, std::uint32_t place) {
  places_[std::string(name)].push_back(place);
}

std::span<const std::uint32_t> NameIndex::find(std::string_view name) const noexcept {
  const auto found = places_.find(name);
  if (found == places_.end()) return {};
  return found->second;
}

std::vector<std::string> Wanted::names_of(const std::string& part, bool is_attribute) {
  if (!has_namespace(part)) return {part};
  has_namespaces_ = true;
  auto names = written(part, declared_, is_attribute);
  if (names.empty()) names.emplace_back();
  return names;
}

std::vector<std::uint32_t> Wanted::nodes_of(const Path& path) {
  std::vector<std::uint32_t> nodes = {0};
  for (const auto& element : path.elements) {
    std::vector<std::uint32_t> next;
    for (const auto node : nodes)
      for (const auto& name : names_of(element, false))
        next.push_back(grow(node, name, element));
    nodes = std::move(next);
  }
  return nodes;
}

void Wanted::add_attribute(const Path& path, std::uint32_t node, std::uint32_t column) {
  const auto& part = path.attribute;
  auto& to = nodes_[node];
  for (auto& name : names_of(part, true)) {
    to.attributes_by_name.add(name, static_cast<std::uint32_t>(to.attributes.size()));
    to.attributes.push_back({name, column, has_namespace(part) ? part : ""});
  }
}

void Wanted::know(const Path& path, bool bare) {
  for (const auto node : nodes_of(path)) {
    if (!path.attribute.empty())
      add_attribute(path, node, kNoColumn);
    else if (!bare)
      nodes_[node].has_text = true;
  }
}

void Wanted::close() {
  for (auto& node : nodes_) node.closed = true;
}

void Wanted::add(std::uint32_t column, const Path& path) {
  for (const auto node : nodes_of(path)) {
    if (path.attribute.empty()) {
      nodes_[node].texts.push_back(column);
      nodes_[node].has_text = true;
    } else {
      add_attribute(path, node, column);
    }
  }
  columns_ = std::max<std::size_t>(columns_, column + 1);
  ++size_;
}

/// The child of a node that is named so; `part`: in its path.
std::uint32_t Wanted::grow(std::uint32_t node, const std::string& name,
                           const std::string& part) {
  const auto with = has_namespace(part) ? part : std::string();
  for (const auto place : nodes_[node].children_by_name.find(name)) {
    const auto child = nodes_[node].children[place];
    if (nodes_[child].part == with) return child;
    has_twins_ = has_twins_ || !name.empty();
  }
  const auto child = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back({name, with});
  nodes_[node].children_by_name.add(name,
                                    static_cast<std::uint32_t>(nodes_[node].children.size()));
  nodes_[node].children.push_back(child);
  return child;
}

void Picker::want(std::uint32_t column, const Path& path) {
  wanted_.add(column, path);
  values_.resize(wanted_.columns());
  copies_.resize(wanted_.columns());
}

void Picker::close(std::span<const Path> known, std::span<const Path> bare) {
  for (const auto& path : known) wanted_.know(path, false);
  for (const auto& path : bare) wanted_.know(path, true);
  wanted_.close();
}

bool Picker::pick(pugi::xml_node record, bool all_spaces) {
  std::fill(values_.begin(), values_.end(), Value());
  repeated_ = false;
  all_spaces_ = all_spaces;
  lacks_spaces_ = false;
  unknown_ = {};
  visit(wanted_.root(), record);
  return !lacks_spaces_;
}

/// Whether the element, or its attribute `qualified`, is what is called `name`, or what `part`
/// says.
bool Picker::is_named(const std::string& name, const std::string& part, pugi::xml_node element,
                      std::string_view qualified, bool is_attribute) const {
  if (part.empty()) return name == qualified;
  if (local(qualified) != local_in(part)) return false;
  const auto prefix = prefix_of(qualified);
  if (prefix.empty() && is_attribute) return false;
  const auto declaration = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
  for (; element; element = element.parent())
    if (const auto declared = element.attribute(declaration.c_str()))
      return declared.value() == namespace_in(part);
  return namespace_of(wanted_.declared(), prefix) == namespace_in(part);
}

void Picker::visit(const Wanted::Node& node, pugi::xml_node element) {
  for (const auto column : node.texts) take_text(column, element);
  if (!node.attributes.empty() || node.closed) take_attributes(node, element);
  if (node.closed && !node.has_text && unknown_.empty()) unknown_ = content_of(element).text;
  if (!node.children.empty() || node.closed) visit_children(node, element);
}

void Picker::visit_children(const Wanted::Node& node, pugi::xml_node element) {
  for (auto child = element.first_child(); child; child = child.next_sibling()) {
    if (child.type() != pugi::node_element) continue;
    const std::string_view name = child.name();
    const bool is_record = &node == &wanted_.root();
    const bool is_wanted = visit_child(node, child);
    const bool is_known = is_wanted || !node.closed || (is_record && fits(passed_over_, name));
    if (!is_known && unknown_.empty()) unknown_ = name;
  }
}

/// Whether the child is wanted.
bool Picker::visit_child(const Wanted::Node& node, pugi::xml_node child) {
  const std::string_view name = child.name();
  if (!wanted_.has_namespaces() && node.children.size() > NameIndex::kFew) {
    const auto places = node.children_by_name.find(name);
    for (const auto place : places) visit(wanted_.node(node.children[place]), child);
    return !places.empty();
  }
  bool is_wanted = false;
  bool has_namespace = false;  // a node for each way to write it
  for (const auto wanted : node.children) {
    const auto& node_of_child = wanted_.node(wanted);
    if (has_namespace && !node_of_child.part.empty()) continue;
    if (!is_named(node_of_child.name, node_of_child.part, child, name)) continue;
    is_wanted = true;
    has_namespace = has_namespace || !node_of_child.part.empty();
    visit(node_of_child, child);
  }
  return is_wanted;
}

void Picker::take_text(std::uint32_t column, pugi::xml_node element) {
  const auto parts = element.first_child();
  if (!parts) return take(column, element.value());
  if (values_[column].at != nullptr && !wanted_.joins()) return take(column, {});
  lacks_spaces_ |= !all_spaces_;
  text_ = element.value();
  bool has_elements = false;
  for (auto part = parts; part; part = part.next_sibling()) {
    has_elements = has_elements || part.type() == pugi::node_element;
    if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata)
      text_ += part.value();
  }
  if (has_elements && trimmed(text_).empty()) text_.clear();
  auto& copy = copies_[column];
  if (values_[column].at != nullptr) return take(column, text_);
  std::swap(copy, text_);
  values_[column] = {copy.data(), copy.size()};
}

/// Take a value, which lives as long as the tree.
void Picker::take(std::uint32_t column, std::string_view text) {
  auto& value = values_[column];
  if (value.at == nullptr) {
    value = {text.data(), text.size()};
  } else if (!wanted_.joins()) {
    value.repeated = repeated_ = true;
  } else {
    auto& copy = copies_[column];
    if (value.at != copy.data()) copy = value.view();
    copy += separator_;
    copy += text;
    value = {copy.data(), copy.size()};
  }
}

void Picker::take_attributes(const Wanted::Node& node, pugi::xml_node element) {
  for (auto each = element.first_attribute(); each; each = each.next_attribute()) {
    const std::string_view name = each.name();
    const bool is_wanted = take_attribute(node, element, each);
    if (!is_wanted && node.closed && unknown_.empty() && !is_declaration(name)) unknown_ = name;
  }
}

/// Whether the attribute `one` of an element is wanted.
bool Picker::take_attribute(const Wanted::Node& node, pugi::xml_node element,
                            pugi::xml_attribute one) {
  const std::string_view name = one.name();
  if (!wanted_.has_namespaces() && node.attributes.size() > NameIndex::kFew) {
    const auto places = node.attributes_by_name.find(name);
    for (const auto place : places)
      if (const auto column = node.attributes[place].column; column != Wanted::kNoColumn)
        take(column, one.value());
    return !places.empty();
  }
  const Wanted::Attribute* last = nullptr;  // with a namespace: one for each way to write it
  for (const auto& wanted : node.attributes) {
    if (!is_named(wanted.name, wanted.part, element, name, true)) continue;
    const bool is_last = last != nullptr && !wanted.part.empty() && wanted.part == last->part &&
                         wanted.column == last->column;
    last = &wanted;
    if (wanted.column != Wanted::kNoColumn && !is_last) take(wanted.column, one.value());
  }
  return last != nullptr;
}

}  // namespace dp::xml
