// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/names.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <pugixml.hpp>
#include <set>
#include <utility>

#include "values/text.hpp"
#include "xml/columns/infer.hpp"
#include "xml/columns/item_values.hpp"
#include "xml/markup/chars.hpp"

namespace dp::xml {
namespace {

/// Whether an element or attribute may be what a part of a path means. Of a part with a
/// namespace only the local name is compared: that is enough to say what is in it.
bool may_be(std::string_view part, std::string_view qualified) noexcept {
  if (has_namespace(part)) return local_in(part) == local(qualified);
  return part == qualified || (is_plain_name(part) && part == local(qualified));
}

/// What records have where paths may lead, and what the paths mean then.
class Meanings {
 public:
  Meanings(const std::vector<Path>& paths, const ItemOutline& outline)
      : paths_(paths), declared_(outline.declared), inner_(outline.pattern.inner) {}

  /// See a record. Returns whether others can change a meaning.
  bool see(pugi::xml_node record) {
    for (const auto& path : paths_)
      if (path.level != Path::kOfItem) see_level(record, path, 0);
    return !std::all_of(paths_.begin(), paths_.end(),
                        [this](const Path& path) { return has(path); });
  }

  /// Give `layout` the paths as they are in the data.
  void resolve(Layout& layout) const {
    layout.guards.clear();
    for (std::uint32_t i = 0; i < paths_.size(); ++i) resolve(i, layout);
  }

 private:
  /// What the places of the elements that a path begins at begin with.
  static std::string place_of(std::uint32_t level) { return std::string(level, '^'); }
  void see_level(pugi::xml_node element, const Path& path, std::uint32_t level) {
    if (level == path.level) return see(element, path, 0, place_of(level));
    for (const auto child : element.children())
      if (child.type() == pugi::node_element && fits(inner_[level], child.name()))
        see_level(child, path, level + 1);
  }
  void see(pugi::xml_node element, const Path& path, std::size_t depth,
           const std::string& above) {
    if (depth == path.elements.size()) return see_attributes(element, path, above);
    for (const auto child : element.children()) {
      if (child.type() != pugi::node_element || !may_be(path.elements[depth], child.name()))
        continue;
      const auto& part = path.elements[depth];
      const auto place = above + '/' + (has_namespace(part) ? part : child.name());
      seen_.insert(place);
      see(child, path, depth + 1, place);
    }
  }
  void see_attributes(pugi::xml_node element, const Path& path, const std::string& above) {
    if (path.attribute.empty()) return;
    for (const auto attribute : element.attributes())
      if (may_be(path.attribute, attribute.name()) &&
          (!is_declaration(attribute.name()) || path.attribute == attribute.name()))
        seen_.insert(above + '@' +
                     (has_namespace(path.attribute) ? path.attribute : attribute.name()));
  }
  [[nodiscard]] bool has(const Path& path) const {
    if (path.level == Path::kOfItem) return true;
    auto place = place_of(path.level);
    for (const auto& element : path.elements) place += '/' + element;
    if (!path.attribute.empty()) place += '@' + path.attribute;
    return place.size() == path.level || seen_.count(place) != 0;
  }

  void resolve(std::uint32_t column, Layout& layout) const {
    const auto& path = paths_[column];
    if (path.level == Path::kOfItem) return;
    Path real;
    real.level = path.level;
    auto place = place_of(path.level);
    const auto guard = [&](Path other, const std::string& got, const std::string& expected) {
      layout.guards.push_back({std::move(other), column,
                               "column '" + layout.columns[column].name + "': got '" + got +
                                   "', expected '" + expected +
                                   "', which the file begins with (give each its column)"});
    };
    for (std::size_t i = 0; i < path.elements.size(); ++i) {
      const auto& part = path.elements[i];
      auto name = meaning(place + '/', part, path, i);
      if (name != part) {
        auto elements = real.elements;
        elements.push_back(part);
        guard({std::move(elements), {}, path.level}, part, name);
      }
      place += '/' + name;
      real.elements.push_back(std::move(name));
    }
    real.attribute = path.attribute;
    if (!path.attribute.empty()) {
      real.attribute = meaning(place + '@', path.attribute, path, path.elements.size());
      if (real.attribute != path.attribute)
        guard({real.elements, path.attribute, path.level}, '@' + path.attribute,
              '@' + real.attribute);
    }
    layout.paths[column] = std::move(real);
  }

  /// What a part of a path means; `before`: what leads to it.
  [[nodiscard]] std::string meaning(const std::string& before, const std::string& part,
                                    const Path& path, std::size_t depth) const {
    if (!is_plain_name(part) || seen_.count(before + part) != 0) return part;
    std::vector<std::string> others;
    for (auto at = seen_.lower_bound(before); at != seen_.end() && at->starts_with(before);
         ++at) {
      const auto name = at->substr(before.size());
      if (name.find_first_of("/@") == std::string::npos && local(name) == part &&
          !is_claimed(name, path, depth))
        others.push_back(name);
    }
    return others.size() == 1 ? others.front() : part;
  }
  /// Whether a path names `qualified`, with its prefix, where `path` is at `depth`.
  [[nodiscard]] bool is_claimed(const std::string& qualified, const Path& path,
                                std::size_t depth) const {
    const auto is_at = [&](const std::string& one, const std::string& other) {
      return local_in(one) == local_in(other);
    };
    const auto names = [&](const std::string& part) {
      if (!has_namespace(part)) return part == qualified;
      return local_in(part) == local(qualified) &&
             namespace_in(part) == namespace_of(declared_, prefix_of(qualified));
    };
    return std::any_of(paths_.begin(), paths_.end(), [&](const Path& other) {
      const auto& elements = other.elements;
      const bool is_attribute = depth == path.elements.size();
      if (other.level != path.level) return false;
      if (elements.size() < depth || (!is_attribute && elements.size() == depth)) return false;
      const auto end = elements.begin() + static_cast<std::ptrdiff_t>(depth);
      if (!std::equal(elements.begin(), end, path.elements.begin(), is_at)) return false;
      if (!is_attribute) return names(elements[depth]);
      return elements.size() == depth && !other.attribute.empty() && names(other.attribute);
    });
  }

  const std::vector<Path>& paths_;
  const Bindings& declared_;
  const std::vector<std::string>& inner_;  ///< see Pattern
  std::set<std::string> seen_;             ///< "/a/m:b", "/a@c"
};

}  // namespace

Names::Names(const Layout& layout) : pattern_(layout.pattern) {
  for (const auto& [prefix, name] : layout.prefixes.in_paths) namespaces_.push_back(name);
  if (layout.found()) return;
  paths_ = layout.paths;
  const auto add = [this](const std::string& part) {
    if (!part.empty() && is_plain_name(part)) plain_.push_back(part);
  };
  for (const auto& path : paths_) {
    of_item_ = of_item_ || path.level == Path::kOfItem;
    if (path.level == Path::kOfItem) continue;
    for (const auto& element : path.elements) add(element);
    add(path.attribute);
  }
}

/// Whether a text in UTF-8 may have one of the plain names with a prefix.
bool Names::may_have_prefixes(std::string_view head) const {
  return std::any_of(plain_.begin(), plain_.end(), [&](const std::string& name) {
    const auto wanted = ':' + name;
    for (auto at = head.find(wanted); at != std::string_view::npos;
         at = head.find(wanted, at + 1)) {
      const auto after = at + wanted.size();
      if (after < head.size() && !is(head[after], kNameByte | kHigh)) return true;
    }
    return false;
  });
}

Result<bool> Names::look(std::string_view head, Layout& layout) {
  head = head.substr(0, DP_HEAD_BYTES);
  if (head_ && *head_ == head) return false;
  DP_TRY(auto outline, outline_of(head, pattern_));
  DP_CHECK(check(outline));
  if (of_item_) {
    DP_TRY(layout.item_values, item_values_of(head, outline, layout));
  }
  const bool other_rows = layout.pattern.inner != outline.pattern.inner;
  outline_ = std::move(outline);
  outline_.namespaces = namespaces_;
  head_ = head;
  layout.pattern = outline_.pattern;
  layout.doctype = outline_.doctype;
  const bool other_names =
      !namespaces_.empty() && layout.prefixes.declared != outline_.declared;
  if (other_names) layout.prefixes.declared = outline_.declared;
  const bool other = other_names || other_rows;
  if (plain_.empty()) return other;
  Meanings meanings(paths_, outline_);
  if (outline_.encoding != Encoding::utf8 || may_have_prefixes(head))
    for_each_record(head, pattern_,
                    [&](pugi::xml_node record) { return meanings.see(record); });
  const auto before = std::exchange(layout.paths, paths_);
  meanings.resolve(layout);
  return other || before != layout.paths;
}

/// Whether the names of records are declared; in an item without a root there are none.
Status Names::check(const ItemOutline& outline) const {
  if (outline.root.empty()) return {};
  auto parts = outline.pattern.parents;
  parts.push_back(outline.pattern.name);
  for (const auto& part : parts)
    if (has_namespace(part))
      return fail(Errc::invalid_argument,
                  "namespaces: 'record' has " + values::shown(namespace_in(part)) +
                      ", which the root element <" + outline.root.substr(0, 40) +
                      "> does not declare");
  return {};
}

}  // namespace dp::xml
