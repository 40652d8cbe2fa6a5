// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/infer.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <string>
#include <unordered_map>

#include "scan/lines.hpp"
#include "xml/columns/layout.hpp"
#include "xml/markup/chars.hpp"
#include "xml/markup/encoding.hpp"
#include "xml/parse/record_checker.hpp"
#include "xml/parse/trees.hpp"
#include "xml/split/extent.hpp"
#include "xml/split/outline.hpp"

namespace dp::xml {
namespace {

/// Takes note of what records have.
class Notes {
 public:
  void see(pugi::xml_node record) {
    for (const auto attribute : record.attributes())
      if (!is_declaration(attribute.name())) note({{}, attribute.name()});
    for (const auto child : record.children()) {
      if (child.type() != pugi::node_element) continue;
      const auto place = note({{child.name()}, {}});
      for (const auto inner : child.children())
        noted_[place].is_leaf &= inner.type() != pugi::node_element;
    }
  }

  [[nodiscard]] FoundColumns found() const {
    FoundColumns found;
    for (const auto& noted : noted_)
      (noted.is_leaf ? found.paths : found.others).push_back(noted.path);
    if (noted_.empty()) found.paths.emplace_back();
    return found;
  }

 private:
  struct Noted {
    Path path;
    bool is_leaf = true;
  };
  /// The place of `path` in noted_.
  std::size_t note(const Path& path) {
    const auto [found, is_new] = places_.emplace(key_of(path), noted_.size());
    if (is_new) noted_.push_back({path});
    return found->second;
  }

  std::vector<Noted> noted_;
  std::unordered_map<std::string, std::size_t> places_;  ///< by key
};

}  // namespace

std::size_t for_each_record(std::string_view sample, const Pattern& pattern,
                            const std::function<bool(pugi::xml_node)>& see) {
  const auto outline = outline_of(sample, pattern);
  if (!outline) return 0;
  Utf8Text text;
  const bool final = sample.size() < DP_HEAD_BYTES;
  // The sample may have nothing after its end.
  const std::string padded = std::string(sample) + std::string(DP_PADDING, '\0');
  text.set(outline->encoding, std::string_view(padded).substr(0, sample.size()), final);
  const char* at = text.view().data() + scan::size_of_bom(text.view());
  const char* end = text.view().data() + text.view().size();
  EndMarks marks;
  Between between(outline->pattern, marks);
  RecordChecker reader(marks);
  Trees trees;
  std::string_view closed;
  std::size_t records = 0;
  for (auto from = Between::From::head; at != end;) {
    const auto found = between.walk(at, end, final, from, *outline, closed);
    if (found == Between::Found::cut || found == Between::Found::finish) break;
    at = between.at();
    from = Between::From::place;
    if (found == Between::Found::wrong || !outline->pattern.names(name_at(at, end))) {
      if (found == Between::Found::wrong) at = find_start(at + 1, end, outline->pattern.name);
      continue;
    }
    closed = name_at(at, end);
    if (reader.read(at, end, final) == RecordChecker::Outcome::done) {
      const std::string_view record(at, static_cast<std::size_t>(reader.at() - at));
      if (trees.parse({&record, 1}, Trees::Spaces::all)) {
        ++records;
        if (!see(trees.roots().front())) break;
      }
      at = reader.at();
      from = Between::From::record;
    } else {
      at = find_start(at + 1, end, outline->pattern.name);
    }
  }
  return records;
}

FoundColumns find_columns(std::string_view sample, const Pattern& pattern) {
  Notes notes;
  const auto see = [&](pugi::xml_node record) {
    notes.see(record);
    return true;
  };
  if (for_each_record(sample, pattern, see) == 0) return {};
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

std::vector<values::TypeSet> types_of(std::string_view sample, const Pattern& pattern,
                                      const std::vector<Path>& paths, Picker picker) {
  for (std::uint32_t i = 0; i < paths.size(); ++i) picker.want(i, paths[i]);
  std::vector<values::TypeSet> sets(paths.size());
  for_each_record(sample, pattern, [&](auto record) {
    if (!picker.pick(record, true)) return true;
    for (std::uint32_t i = 0; i < paths.size(); ++i) {
      const auto text = trimmed(picker.value(i).view());
      if (!text.empty()) sets[i].see(text);
    }
    return true;
  });
  return sets;
}

}  // namespace dp::xml
