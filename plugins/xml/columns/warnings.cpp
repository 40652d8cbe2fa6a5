// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/warnings.hpp"

#include <string>
#include <vector>

#include "values/text.hpp"
#include "xml/columns/elements.hpp"

namespace dp::xml {
namespace {

std::vector<std::string> texts_of(const std::vector<Path>& paths) {
  std::vector<std::string> texts;
  for (const auto& path : paths) texts.push_back(path.text());
  return texts;
}

/// Say which paths lead to nothing in the records of the sample. `present`: those that do not.
void warn_of_paths(const Context& context, const Layout& layout,
                   const std::vector<std::uint8_t>& present) {
  const auto keys = context.options().keys("columns");
  const auto items = context.options().items("columns");
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (present[i] != 0) continue;
    const auto path = Options::view(items[i].string);
    const bool of_item = layout.paths[i].level == Path::kOfItem;
    const auto there = of_item ? elements_of(context.sample())
                               : texts_of(find_columns(context.sample(), layout.pattern).paths);
    // What is nowhere at the beginning may well come later.
    if (!context.sample_is_whole() && !has_alike(there, path)) continue;
    context.warn("columns." + std::string(Options::view(keys[i])),
                 (of_item ? "nothing before the first record is "
                          : "no record at the beginning of the input has ") +
                     values::shown(path) + " (there are " + listed_by_likeness(there, path) +
                     ")");
  }
}

/// Say so if no record of the sample has the elements that are rows.
void warn_of_explode(const Context& context, const Layout& layout, const SeenValues& seen) {
  const auto path = context.options().text("explode");
  if (path.empty() || seen.exploded || seen.records == 0) return;
  std::vector<std::string> there;
  auto found = find_columns(context.sample(), layout.pattern);
  for (const auto* paths : {&found.bare, &found.paths})
    for (const auto& each : *paths)
      if (!each.elements.empty() && each.attribute.empty()) there.push_back(each.text());
  if (!context.sample_is_whole() && !has_alike(there, path)) return;
  context.warn(
      "explode",
      "no record at the beginning of the input has " + values::shown(path) +
          (there.empty() ? "" : " (there are " + listed_by_likeness(there, path) + ")"));
}

/// Say which columns are called by their paths, for others have the names that they would have.
void warn_of_names(const Context& context, const Layout& layout) {
  for (const auto& column : layout.columns) {
    const auto& name = column.name;
    const auto say = [&](const std::string& what, const std::string& other) {
      context.warn("record", what + " is the column " + values::shown(name) +
                                 ", for another column is called " + values::shown(other));
    };
    if (name == ".")
      say("the record's own text", "text");
    else if (name.starts_with('@'))
      say("the record's attribute", name.substr(1));
    else if (name.starts_with("./"))
      say("the record's child", name.substr(2));
  }
}

}  // namespace

void warn_of(const Context& context, const Layout& layout, const SeenValues& seen) {
  const auto record = context.options().text("record");
  warn_of_explode(context, layout, seen);
  if (layout.found()) return warn_of_names(context, layout);
  if (seen.records > 0) {
    warn_of_paths(context, layout, seen.present);
  } else if (const auto there = elements_of(context.sample()); has_alike(there, record)) {
    context.warn("record", "no such record at the beginning of the input (got " +
                               values::shown(record) + ", expected one of " +
                               listed_by_likeness(there, record) + ")");
  }
}

}  // namespace dp::xml
