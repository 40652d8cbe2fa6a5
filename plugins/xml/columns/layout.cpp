// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/layout.hpp"

#include <string>
#include <unordered_set>
#include <utility>

#include "values/guessing.hpp"
#include "values/text.hpp"
#include "values/types.hpp"
#include "xml/columns/infer.hpp"
#include "xml/columns/names.hpp"

namespace dp::xml {
namespace {

/// Whether a path is a type in the wrong place: no record of the sample has a child of its
/// name.
bool is_type(std::string_view text, std::string_view column, const Context& context,
             const Pattern& pattern) {
  return values::is_type_word(text) && text != column &&
         lacks_child(context.sample(), pattern, text);
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
    layout.namespaces.emplace_back(prefix, name);
  }
  for (auto& parent : layout.pattern.parents)
    parent = with_namespace(parent, layout.namespaces);
  layout.pattern.name = with_namespace(layout.pattern.name, layout.namespaces);
  return {};
}

/// Take the columns that the option names. Their types are guessed from the sample.
Status take_given(const Context& context, Layout& layout) {
  const auto options = context.options();
  const auto keys = options.keys("columns");
  const auto items = options.items("columns");
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto text = Options::view(items[i].string);
    auto path = Path::parse(text);
    const std::string name(Options::view(keys[i]));
    if (!path)
      return context.bad_option("columns." + name,
                                "got " + values::shown(text) +
                                    ", expected a path in the record: \"@id\", title, a/b, "
                                    "\"a/b/@c\", or \".\" for its own text");
    if (is_type(text, name, context, layout.pattern))
      DP_CHECK(values::type_in_place_of_path(context, name, text, "child",
                                             "./" + std::string(text)));
    for (auto& element : path->elements) element = with_namespace(element, layout.namespaces);
    path->attribute = with_namespace(path->attribute, layout.namespaces);
    layout.columns.push_back({name});
    layout.paths.push_back(std::move(*path));
    layout.keys.push_back("=" + name);
  }
  return {};
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

/// Join what was learned of all records to what those of the sample have: new columns come
/// after theirs, by key, and what has children somewhere is none.
void add_learned(const values::Knowledge& knowledge, FoundColumns& found) {
  std::unordered_set<std::string> known;
  for (const auto* paths : {&found.paths, &found.others})
    for (const auto& path : *paths) known.insert(key_of(path));
  std::erase_if(found.paths, [&](const Path& path) {
    const auto* learned = knowledge.find(key_of(path));
    const bool has_children = learned != nullptr && (learned->bits & kLeafBit) == 0;
    if (has_children) found.others.push_back(path);
    return has_children;
  });
  for (const auto& [key, learned] : knowledge.columns())
    if (known.count(key) == 0)
      ((learned.bits & kLeafBit) != 0 ? found.paths : found.others).push_back(path_of(key));
}

/// Take the columns that records have.
Status take_found(const Context& context, const values::Knowledge& knowledge, Layout& layout) {
  auto found = find_columns(context.sample(), layout.pattern);
  if (context.growing()) add_learned(knowledge, found);
  layout.found = true;
  layout.others = std::move(found.others);
  for (auto& path : found.paths) {
    layout.columns.push_back({name_of(path, layout.columns)});
    layout.keys.push_back(key_of(path));
    layout.paths.push_back(std::move(path));
  }
  if (!layout.columns.empty() || context.sample().empty()) return {};
  if (context.can_see_more())
    return fail(Errc::sample_too_short, "no record in the first bytes");
  return context.bad_option(
      "record",
      "no such record with columns in the first " + std::to_string(context.sample().size()) +
          " bytes of the first input (got " + values::shown(context.options().text("record")) +
          "): give the columns with 'columns'",
      Errc::not_found);
}

}  // namespace

std::string key_of(const Path& path) {
  if (!path.attribute.empty()) return "@" + path.attribute;
  return path.elements.empty() ? ".text" : "/" + path.elements.front();
}

Path path_of(std::string_view key) {
  std::string name(key.substr(key.empty() ? 0 : 1));
  if (key.starts_with('@')) return {{}, std::move(name)};
  if (key.starts_with('/')) return {{std::move(name)}, {}};
  return {};
}

Picker picker_of(const Layout& layout) {
  Picker picker;
  if (layout.separator) picker.join(*layout.separator);
  picker.declare(layout.declared);
  return picker;
}

void want_guards(const Layout& layout, std::span<const std::uint8_t> used, Picker& picker) {
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
  DP_TRY(const auto knowledge, values::Knowledge::of(context.knowledge()));
  Layout layout;
  layout.pattern = std::move(*pattern);
  layout.growing = context.growing() && context.can_refute();
  layout.learning = context.learning();
  DP_CHECK(take_namespaces(context, layout));
  if (options.text("repeated") == "join") layout.separator = options.text("separator");
  DP_CHECK(options.items("columns").empty() ? take_found(context, knowledge, layout)
                                            : take_given(context, layout));
  auto of_sample = layout;
  static_cast<void>(Names(layout).look(context.sample(), of_sample));
  const auto seen =
      types_of(context.sample(), layout.pattern, of_sample.paths, picker_of(of_sample));
  for (std::size_t i = 0; i < seen.size(); ++i)
    values::guess_type(context, knowledge, layout.columns[i], layout.keys[i], seen[i]);
  DP_CHECK(values::give_types(context, layout.columns));
  return layout;
}

}  // namespace dp::xml
