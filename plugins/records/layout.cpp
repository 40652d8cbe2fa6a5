// SPDX-License-Identifier: Apache-2.0
#include "records/layout.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace dp::records {
namespace {

std::string columns_of(const Schema& schema) {
  std::string list;
  for (const auto& field : schema) list += (list.empty() ? "" : ", ") + field.name;
  return list;
}

std::string no_column(std::string_view name, const Schema& schema) {
  return "no column '" + std::string(name) + "' (there are: " + columns_of(schema) + ")";
}

std::string path_of(const char* option, std::size_t index) {
  return std::string(option) + "[" + std::to_string(index) + "]";
}

Status read_distinct(const Context& context, Layout& layout) {
  const auto names = context.options().items("distinct");
  layout.is_distinct = true;
  if (names.empty())
    return context.bad_option("distinct", "names no column (\"*\" is all of them)");
  if (names.size() == 1 && Options::view(names[0].string) == "*") {
    for (std::size_t i = 0; i < layout.schema.size(); ++i) layout.distinct.push_back(i);
    return {};
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto name = Options::view(names[i].string);
    const auto place = find_column(layout.schema, name);
    if (!place)
      return context.bad_option(path_of("distinct", i), no_column(name, layout.schema));
    layout.distinct.push_back(*place);
  }
  return {};
}

Status read_sort(const Context& context, Layout& layout) {
  const auto names = context.options().items("sort");
  if (names.empty()) return context.bad_option("sort", "names no column");
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto name = Options::view(names[i].string);
    auto place = find_column(layout.schema, name);
    const bool descending = !place && name.starts_with('-');
    if (descending) name.remove_prefix(1);
    if (!place) place = find_column(layout.schema, name);
    if (!place) return context.bad_option(path_of("sort", i), no_column(name, layout.schema));
    const auto is_same = [&](const SortBy& by) { return by.column == *place; };
    if (std::any_of(layout.sort.begin(), layout.sort.end(), is_same))
      return context.bad_option(path_of("sort", i),
                                "'" + std::string(name) + "' is there twice");
    layout.sort.push_back({*place, descending});
  }
  return {};
}

}  // namespace

Result<Layout> Layout::make(const Context& context) {
  const auto options = context.options();
  Layout layout;
  for (const auto& field : context.input())
    layout.schema.push_back({field.name, field.type, field.nullable});
  if (options.has("distinct")) DP_CHECK(read_distinct(context, layout));
  if (options.has("sort")) DP_CHECK(read_sort(context, layout));
  if (options.has("head") && options.has("tail"))
    return context.bad_option("tail", "give head or tail, not both");
  if (options.has("head")) layout.end = End::head;
  if (options.has("tail")) layout.end = End::tail;
  if (layout.end != End::all)
    layout.most =
        static_cast<std::uint64_t>(options.integer(layout.end == End::head ? "head" : "tail"));
  return layout;
}

}  // namespace dp::records
