// SPDX-License-Identifier: Apache-2.0
#include "xml/columns/layout.hpp"

#include <string>
#include <utility>

#include "values/text.hpp"
#include "values/types.hpp"
#include "xml/columns/infer.hpp"

namespace dp::xml {
namespace {

/// Whether a path is a type in the wrong place: no record of the sample has a child of its name.
bool is_type(std::string_view text, std::string_view column, const Context& context,
             const Pattern& pattern) {
  return values::is_type_word(text) && text != column &&
         lacks_child(context.sample(), pattern, text);
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
    layout.columns.push_back({name});
    layout.paths.push_back(std::move(*path));
  }
  const auto types = guess_types(context.sample(), layout.pattern, layout.paths);
  for (std::size_t i = 0; i < types.size(); ++i) layout.columns[i].type = types[i];
  return {};
}

/// Take the columns that the sample's records have.
Status take_found(const Context& context, Layout& layout) {
  auto found = find_columns(context.sample(), layout.pattern);
  layout.columns = std::move(found.columns);
  layout.paths = std::move(found.paths);
  if (!layout.columns.empty() || context.sample().empty()) return {};
  return context.bad_option(
      "record",
      "no such record with columns in the first " + std::to_string(context.sample().size()) +
          " bytes of the first input (got " + values::shown(context.options().text("record")) +
          "): give the columns with 'columns'",
      Errc::not_found);
}

}  // namespace

Result<Layout> make_layout(const Context& context) {
  const auto options = context.options();
  const auto record = options.text("record");
  auto pattern = Pattern::parse(record);
  if (!pattern)
    return context.bad_option("record", "got " + values::shown(record) +
                                            ", expected an element's name or path: page, "
                                            "feed/entry, or /feed/entry from the root on");
  Layout layout{std::move(*pattern), {}, {}};
  DP_CHECK(options.items("columns").empty() ? take_found(context, layout)
                                            : take_given(context, layout));
  DP_CHECK(values::give_types(context, layout.columns));
  return layout;
}

}  // namespace dp::xml
