// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/infer.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>

#include "scan/lines.hpp"
#include "xml/columns/layout.hpp"
#include "xml/columns/sample_records.hpp"
#include "xml/markup/chars.hpp"
#include "xml/markup/encoding.hpp"
#include "xml/markup/expander.hpp"
#include "xml/parse/trees.hpp"
#include "xml/split/outline.hpp"

namespace dp::xml {
namespace {

/// Takes note of what records have.
class Notes {
 public:
  explicit Notes(const Pattern& pattern) : pattern_(pattern) {}

  void see(pugi::xml_node record) {
    Path path;
    note_attributes(record, path);
    if (!content_of(record).text.empty()) noted_[note(path)].has_text = true;
    note_children(record, path);
  }

  [[nodiscard]] FoundColumns found() const {
    FoundColumns found;
    for (const auto& noted : noted_)
      (noted.has_text || !noted.has_children ? found.paths : found.bare).push_back(noted.path);
    if (found.paths.empty()) found.paths.emplace_back();
    return found;
  }

 private:
  struct Noted {
    Path path;
    bool has_text = false;  ///< that is not blank; or it is an attribute
    bool has_children = false;
  };
  /// Of the element at `path`.
  void note_attributes(pugi::xml_node element, Path& path) {
    for (const auto attribute : element.attributes()) {
      if (is_declaration(attribute.name())) continue;
      path.attribute = attribute.name();
      noted_[note(path)].has_text = true;
    }
    path.attribute.clear();
  }
  void note_children(pugi::xml_node element, Path& path) {
    for (const auto child : element.children()) {
      if (child.type() != pugi::node_element) continue;
      path.elements.emplace_back(child.name());
      const auto place = note(path);
      const auto content = content_of(child);
      if (!content.text.empty()) noted_[place].has_text = true;
      if (content.elements || leads_to_rows(pattern_, path)) noted_[place].has_children = true;
      note_attributes(child, path);
      note_children(child, path);
      path.elements.pop_back();
    }
  }
  /// The place of `path` in noted_.
  std::size_t note(const Path& path) {
    const auto [found, is_new] = places_.emplace(key_of(path), noted_.size());
    if (is_new) noted_.push_back({path});
    return found->second;
  }

  const Pattern& pattern_;
  std::vector<Noted> noted_;
  std::unordered_map<std::string, std::size_t> places_;  ///< by key
};

}  // namespace

bool leads_to_rows(const Pattern& pattern, const Path& path) {
  const auto& elements = path.elements;
  return elements.size() <= pattern.inner.size() &&
         std::equal(elements.begin(), elements.end(), pattern.inner.begin(),
                    [](const auto& name, const auto& part) { return fits(part, name); });
}

std::size_t for_each_record(std::string_view sample, const Pattern& pattern,
                            const std::function<bool(pugi::xml_node)>& see) {
  const auto outline = outline_of(sample, pattern);
  if (!outline) return 0;
  Utf8Text text;
  const bool final = sample.size() < DP_HEAD_BYTES;
  // The sample may have nothing after its end.
  const std::string padded = std::string(sample) + std::string(DP_PADDING, '\0');
  text.set(outline->encoding, std::string_view(padded).substr(0, sample.size()), final);
  SampleRecords all(*outline, text.view(), final);
  Trees trees;
  std::optional<Expander> expander;
  if (outline->doctype != nullptr) expander.emplace(*outline->doctype);
  Expanded expanded;
  std::size_t records = 0;
  for (auto record = all.next(); !record.empty(); record = all.next()) {
    auto all_of_it = record;
    if (expander && !expander->expand(record, expanded).empty()) continue;
    if (expander) all_of_it = expanded.view();
    if (!trees.parse({&all_of_it, 1}, Trees::Spaces::all)) continue;
    ++records;
    if (!see(trees.roots().front())) break;
  }
  return records;
}

bool is_blank(std::string_view sample) {
  const auto encoding = encoding_of(sample);
  if (!encoding) return false;
  Utf8Text text;
  const auto padded = std::string(sample) + std::string(DP_PADDING, '\0');
  text.set(*encoding, std::string_view(padded).substr(0, sample.size()), false);
  auto view = text.view();
  view.remove_prefix(scan::size_of_bom(view));
  return trimmed(view).empty();
}

FoundColumns find_columns(std::string_view sample, const Pattern& pattern) {
  const auto outline = outline_of(sample, pattern);
  Notes notes(outline ? outline->pattern : pattern);
  const auto see = [&](pugi::xml_node record) {
    notes.see(record);
    return true;
  };
  if (for_each_record(sample, pattern, see) == 0) return {};
  return notes.found();
}

FoundColumns columns_of(pugi::xml_node record, const Pattern& pattern) {
  Notes notes(pattern);
  notes.see(record);
  return notes.found();
}

bool lacks_child(std::string_view sample, const Pattern& pattern, std::string_view name) {
  bool found = false;
  const auto records = for_each_record(sample, pattern, [&](pugi::xml_node record) {
    for (const auto child : record.children()) found |= local(child.name()) == name;
    return !found;
  });
  return records > 0 && !found;
}

SeenValues values_at(std::string_view sample, const Pattern& pattern,
                     const std::vector<Path>& paths, RowPicker picker) {
  for (std::uint32_t i = 0; i < paths.size(); ++i) picker.want(i, paths[i]);
  SeenValues seen;
  seen.types.resize(paths.size());
  seen.present.resize(paths.size());
  seen.records = for_each_record(sample, pattern, [&](auto record) {
    const auto status = picker.for_each_row(record, [&](pugi::xml_node) {
      seen.exploded = seen.exploded || picker.is_exploded();
      const auto values = picker.values();
      for (std::size_t i = 0; i < std::min(paths.size(), values.size()); ++i) {
        if (values[i].at != nullptr) seen.present[i] = 1;
        if (values[i].size > 0) seen.types[i].see(values[i].view());
      }
      return Status{};
    });
    return status.has_value();
  });
  return seen;
}

}  // namespace dp::xml
