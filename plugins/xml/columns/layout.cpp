// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/layout.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "values/guessing.hpp"
#include "values/nearest.hpp"
#include "values/text.hpp"
#include "values/types.hpp"
#include "xml/columns/elements.hpp"
#include "xml/columns/infer.hpp"
#include "xml/columns/names.hpp"
#include "xml/columns/placing.hpp"
#include "xml/columns/warnings.hpp"

namespace dp::xml {
namespace {

/// Whether a path is a type in the wrong place: no record of the sample has a child of its
/// name.
bool is_type(std::string_view text, std::string_view column, const Context& context,
             const Pattern& pattern) {
  return values::is_type_word(text) && text != column &&
         lacks_child(context.sample(), pattern, text);
}

/// Refuse what is no type.
Status check_types(const Context& context) {
  const auto names = values::names_in_types(context);
  const auto items = context.options().items("types");
  const auto known = values::type_words();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto word = Options::view(items[i].string);
    if (std::find(known.begin(), known.end(), word) != known.end()) continue;
    const auto near = values::nearest(word, known);
    auto cure = near.empty() ? "" : ", did you mean '" + near + "'?";
    if (word == "json")
      cure =
          "; XML has no values of JSON, and text in which JSON stands is a string: types: {" +
          names[i] + ": string}";
    return context.bad_option("types." + names[i], "expected one of " + values::listed(known) +
                                                       " (got " + values::shown(word) + ")" +
                                                       cure);
  }
  return {};
}

/// Take the namespaces that prefixes stand for.
Status take_namespaces(const Context& context, Layout& layout) {
  const auto keys = context.options().keys("namespaces");
  const auto items = context.options().items("namespaces");
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto prefix = Options::view(keys[i]);
    const auto name = Options::view(items[i].string);
    const auto where = "namespaces." + std::string(prefix);
    if (parts_of(prefix).size() != 1 || !is_plain_name(prefix) || prefix.starts_with("xml"))
      return context.bad_option(where,
                                "got " + values::shown(prefix) +
                                    ", expected a prefix that paths have: {m: \"http://...\"}");
    if (name.empty())
      return context.bad_option(where,
                                "got '', expected the namespace as the data declares it: "
                                "\"http://...\"");
    layout.prefixes.in_paths.emplace_back(prefix, name);
  }
  for (auto& parent : layout.pattern.parents)
    parent = with_namespace(parent, layout.prefixes.in_paths);
  layout.pattern.name = with_namespace(layout.pattern.name, layout.prefixes.in_paths);
  return {};
}

/// Take the columns that the option names. Their types are guessed from the sample.
Status take_given(const Context& context, Layout& layout) {
  const auto options = context.options();
  const auto keys = options.keys("columns");
  const auto items = options.items("columns");
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto text = Options::view(items[i].string);
    auto path = column_path(text);
    const std::string name(Options::view(keys[i]));
    if (!path)
      return context.bad_option("columns." + name,
                                "got " + values::shown(text) +
                                    ", expected a path in the record: \"@id\", title, a/b, "
                                    "\"a/b/@c\", or \".\" for its own text; in what it is in: "
                                    "\"../@id\"; or from the root on: /feed/title");
    if (is_type(text, name, context, layout.pattern))
      DP_CHECK(values::type_in_place_of_path(context, name, text, "child",
                                             "./" + std::string(text)));
    for (auto& element : path->elements)
      element = with_namespace(element, layout.prefixes.in_paths);
    path->attribute = with_namespace(path->attribute, layout.prefixes.in_paths);
    layout.columns.push_back({name});
    layout.paths.push_back(std::move(*path));
    layout.keys.push_back("=" + name);
  }
  return {};
}

/// A name for a column that none of `others` has: its path, or of what the record itself has a word, if
/// that is free. No two paths are the same, whatever is left out of one.
std::string name_of(const Path& path, const std::unordered_set<std::string>& others) {
  auto name = path.text();
  if (!path.elements.empty()) return others.contains(name) ? "./" + name : name;
  const auto plain = path.attribute.empty() ? "text" : path.attribute;
  return others.contains(plain) ? name : plain;
}

/// Join what was learned of all records to what those of the sample have: new columns come
/// after theirs, by key, and an element of which all have children, and no text, is none.
void add_learned(const values::Knowledge& knowledge, FoundColumns& found) {
  const auto is_bare = [](const values::Knowledge::Column& learned) {
    return (learned.bits & kTextlessBit) != 0 && (learned.bits & kLeafBit) == 0;
  };
  const bool has_records = !found.paths.empty();
  std::erase_if(found.paths, [&](const Path& path) {
    const auto* learned = knowledge.find(key_of(path));
    return learned != nullptr && is_bare(*learned);
  });
  std::erase_if(found.bare,
                [&](const Path& path) { return knowledge.find(key_of(path)) != nullptr; });
  std::unordered_set<std::string> known;
  for (const auto& path : found.paths) known.insert(key_of(path));
  for (const auto& [key, learned] : knowledge.columns()) {
    if (is_bare(learned))
      found.bare.push_back(path_of(key));
    else if (!known.contains(key))
      found.paths.push_back(path_of(key));
  }
  // The text of a record may be all that there is.
  if (has_records && found.paths.empty()) found.paths.emplace_back();
}

/// The failure of an input whose first bytes have no record.
Status no_record(const Context& context) {
  const auto record = context.options().text("record");
  const auto there = elements_of(context.sample());
  return context.bad_option(
      "record",
      "no such record with columns in the first " + std::to_string(context.sample().size()) +
          " bytes of the first input (got " + values::shown(record) +
          (there.empty() ? "" : ", expected one of " + listed_by_likeness(there, record)) +
          "); if it comes later, give the columns with 'columns'",
      Errc::not_found);
}

/// Take the columns that records have.
Status take_found(const Context& context, const values::Knowledge& knowledge, Layout& layout) {
  auto found = find_columns(context.sample(), layout.pattern);
  if (context.growing() && layout.others.become == values::Others::join)
    add_learned(knowledge, found);
  layout.bare = std::move(found.bare);
  std::unordered_set<std::string> names;
  for (auto& path : found.paths) {
    layout.columns.push_back({name_of(path, names)});
    names.insert(layout.columns.back().name);
    layout.keys.push_back(key_of(path));
    layout.paths.push_back(std::move(path));
  }
  if (!layout.columns.empty() || is_blank(context.sample())) return {};
  if (context.can_see_more())
    return fail(Errc::sample_too_short, "no record in the first bytes");
  if (const auto outline = outline_of(context.sample(), layout.pattern); !outline)
    return fail(outline.error());
  return no_record(context);
}

}  // namespace

std::string key_of(const Path& path) {
  if (!path.elements.empty()) return "/" + path.text();
  return path.attribute.empty() ? ".text" : path.text();
}

Path path_of(std::string_view key) {
  if (key.starts_with('@')) return {{}, std::string(key.substr(1))};
  Path path;
  while (key.starts_with('/')) {
    key.remove_prefix(1);
    const auto part = key.substr(0, key.find('/'));
    key.remove_prefix(part.size());
    if (part.starts_with('@'))
      path.attribute = part.substr(1);
    else
      path.elements.emplace_back(part);
  }
  return path;
}

RowPicker picker_of(const Layout& layout) {
  return {layout.pattern, layout.separator, layout.prefixes.declared};
}

void want_guards(const Layout& layout, std::span<const std::uint8_t> used, RowPicker& picker) {
  auto place = static_cast<std::uint32_t>(layout.paths.size());
  for (const auto& guard : layout.guards) {
    if (used[guard.column] != 0) picker.want(place, guard.path);
    ++place;
  }
}

const Guard* guard_of(const Layout& layout, std::span<const Value> values) noexcept {
  for (std::size_t i = layout.paths.size(); i < values.size(); ++i)
    if (values[i].at != nullptr) return &layout.guards[i - layout.paths.size()];
  return nullptr;
}

Result<Layout> make_layout(const Context& context) {
  const auto options = context.options();
  const auto record = options.text("record");
  auto pattern = Pattern::parse(record);
  if (!pattern)
    return context.bad_option("record", "got " + values::shown(record) +
                                            ", expected an element's name or path: page, "
                                            "feed/entry, or /feed/entry from the root on");
  DP_CHECK(check_types(context));
  DP_TRY(const auto knowledge, values::Knowledge::of(context.knowledge()));
  Layout layout;
  layout.pattern = std::move(*pattern);
  layout.others.become = values::others_option(context);
  layout.others.growing = context.growing() && context.can_refute();
  layout.learning = context.learning();
  DP_CHECK(take_namespaces(context, layout));
  if (options.text("repeated") == "join") layout.separator = options.text("separator");
  const bool is_given = !options.items("columns").empty();
  if (is_given) DP_CHECK(take_given(context, layout));
  DP_CHECK(place_rows(context, layout));
  if (!is_given) DP_CHECK(take_found(context, knowledge, layout));
  auto of_sample = layout;
  const auto looked = Names(layout).look(context.sample(), of_sample);
  const bool of_item =
      std::any_of(layout.paths.begin(), layout.paths.end(),
                  [](const auto& path) { return path.level == Path::kOfItem; });
  if (!looked && of_item) return fail(looked.error());
  auto seen =
      values_at(context.sample(), layout.pattern, of_sample.paths, picker_of(of_sample));
  for (const auto& value : of_sample.item_values) {
    seen.present[value.column] = value.text ? 1 : 0;
    if (value.text && !value.text->empty()) seen.types[value.column].see(*value.text);
  }
  for (std::size_t i = 0; i < seen.types.size(); ++i)
    values::guess_type(context, knowledge, layout.columns[i], layout.keys[i], seen.types[i]);
  warn_of(context, layout, seen);
  DP_CHECK(values::give_types(context, layout.columns));
  return layout;
}

}  // namespace dp::xml
