// SPDX-License-Identifier: Apache-2.0
#include "values/types.hpp"

#include <algorithm>

#include "values/text.hpp"

namespace dp::values {

Others others_option(const Context& context) {
  const auto* value = context.options().find("columns");
  if (value == nullptr || value->kind != DP_VALUE_STRING) return Others::join;
  const auto word = Options::view(value->string);
  if (word == "first") return Others::leave;
  return word == "strict" ? Others::reject : Others::join;
}

std::vector<std::string> names_in_types(const Context& context) {
  std::vector<std::string> names;
  for (const auto& key : context.options().keys("types"))
    names.emplace_back(Options::view(key));
  return names;
}

Status give_types(const Context& context, Schema& columns) {
  if (columns.empty()) return {};
  const auto names = names_in_types(context);
  const auto words = context.options().items("types");
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto place = find_column(columns, names[i]);
    if (!place) {
      std::vector<std::string> known;
      for (const auto& column : columns) known.push_back(column.name);
      return context.bad_option(
          "types." + names[i],
          "no such column (got '" + names[i] + "', expected one of " + listed(known) + ")");
    }
    const auto type = type_of_word(Options::view(words[i].string));
    if (!type) continue;
    columns[*place].type = *type;
    columns[*place].guessed = false;
  }
  return {};
}

std::vector<std::string> type_words() {
  std::vector<std::string> words;
  for (std::string_view left = kTypeWords; !left.empty();) {
    const auto word = left.substr(0, left.find('|'));
    words.emplace_back(word);
    left.remove_prefix(std::min(left.size(), word.size() + 1));
  }
  return words;
}

bool is_type_word(std::string_view text) {
  return text == "auto" || type_of_word(text).has_value();
}

Status type_in_place_of_path(const Context& context, std::string_view column,
                             std::string_view word, std::string_view part,
                             std::string_view path) {
  const std::string name(column);
  const std::string type(word);
  return context.bad_option(
      "columns." + name,
      "got '" + type + "', which no record at the beginning has (for a type: types: {" + name +
          ": " + type + "}; for the " + std::string(part) + ": " + std::string(path) + ")");
}

}  // namespace dp::values
