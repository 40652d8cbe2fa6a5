// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/infer.hpp"

#include <dp/abi.h>

#include <algorithm>
#include <functional>
#include <string>

#include "scan/lines.hpp"
#include "values/type_set.hpp"
#include "xml/markup/chars.hpp"
#include "xml/markup/encoding.hpp"
#include "xml/parse/record_checker.hpp"
#include "xml/parse/trees.hpp"
#include "xml/split/extent.hpp"
#include "xml/split/outline.hpp"

namespace dp::xml {
namespace {

/// The most columns that are found by themselves.
constexpr std::size_t kMostColumns = 1000;

/// Takes note of what records have.
class Notes {
 public:
  void see(pugi::xml_node record) {
    for (const auto attribute : record.attributes())
      note({{}, std::string(local(attribute.name()))});
    for (const auto child : record.children()) {
      if (child.type() != pugi::node_element) continue;
      const auto place = note({{std::string(local(child.name()))}, {}});
      for (const auto inner : child.children())
        noted_[place].is_leaf &= inner.type() != pugi::node_element;
    }
  }

  /// The paths of columns.
  [[nodiscard]] std::vector<Path> paths() const {
    std::vector<Path> paths;
    for (const auto& noted : noted_)
      if (noted.is_leaf) paths.push_back(noted.path);
    if (paths.size() > kMostColumns) paths.resize(kMostColumns);
    if (noted_.empty()) paths.emplace_back();
    return paths;
  }

 private:
  struct Noted {
    Path path;
    bool is_leaf = true;
  };
  /// The place of `path` in noted_.
  std::size_t note(const Path& path) {
    const auto found = std::find_if(noted_.begin(), noted_.end(), [&](const Noted& noted) {
      return noted.path.elements == path.elements && noted.path.attribute == path.attribute;
    });
    const auto place = static_cast<std::size_t>(found - noted_.begin());
    if (found == noted_.end()) noted_.push_back({path});
    return place;
  }

  std::vector<Noted> noted_;
};

/// Call `see` with the tree of each whole record of the sample that is well-formed. Returns how
/// many there were.
std::size_t for_each_record(std::string_view sample, const Pattern& pattern,
                            const std::function<void(pugi::xml_node)>& see) {
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
  Between between(pattern, marks);
  RecordChecker reader(marks);
  Trees trees;
  std::string_view closed;
  std::size_t records = 0;
  for (auto from = Between::From::head; at != end;) {
    const auto found = between.walk(at, end, final, from, *outline, closed);
    if (found == Between::Found::cut || found == Between::Found::finish) break;
    at = between.at();
    from = Between::From::place;
    if (found == Between::Found::wrong || !pattern.names(name_at(at, end))) {
      if (found == Between::Found::wrong) at = find_start(at + 1, end, pattern.name);
      continue;
    }
    closed = name_at(at, end);
    if (reader.read(at, end, final) == RecordChecker::Outcome::done) {
      const std::string_view record(at, static_cast<std::size_t>(reader.at() - at));
      if (trees.parse({&record, 1}, Trees::Spaces::all)) {
        ++records;
        see(trees.roots().front());
      }
      at = reader.at();
      from = Between::From::record;
    } else {
      at = find_start(at + 1, end, pattern.name);
    }
  }
  return records;
}

/// A name for a column that no other has.
std::string name_of(const Path& path, const Schema& others) {
  const auto plain = !path.attribute.empty() ? path.attribute
                     : path.elements.empty() ? "text"
                                             : path.elements.back();
  auto name = plain;
  for (int n = 2; find_column(others, name); ++n) name = plain + "_" + std::to_string(n);
  return name;
}

}  // namespace

FoundColumns find_columns(std::string_view sample, const Pattern& pattern) {
  Notes notes;
  FoundColumns found;
  if (for_each_record(sample, pattern, [&](auto record) { notes.see(record); }) == 0)
    return found;
  found.paths = notes.paths();
  const auto types = guess_types(sample, pattern, found.paths);
  for (std::size_t i = 0; i < found.paths.size(); ++i) {
    auto& column = found.columns.emplace_back();
    column.name = name_of(found.paths[i], found.columns);
    column.type = types[i];
  }
  return found;
}

bool lacks_child(std::string_view sample, const Pattern& pattern, std::string_view name) {
  bool found = false;
  const auto records = for_each_record(sample, pattern, [&](pugi::xml_node record) {
    for (const auto child : record.children()) found |= local(child.name()) == name;
  });
  return records > 0 && !found;
}

std::vector<Type> guess_types(std::string_view sample, const Pattern& pattern,
                              const std::vector<Path>& paths) {
  Picker picker;
  for (std::uint32_t i = 0; i < paths.size(); ++i) picker.want(i, paths[i]);
  std::vector<values::TypeSet> sets(paths.size());
  for_each_record(sample, pattern, [&](auto record) {
    if (!picker.pick(record, true)) return;
    for (std::uint32_t i = 0; i < paths.size(); ++i) {
      const auto text = trimmed(picker.value(i).view());
      if (!text.empty()) sets[i].see(text);
    }
  });
  std::vector<Type> types;
  for (const auto& set : sets) types.push_back(set.first());
  return types;
}

}  // namespace dp::xml
