// SPDX-License-Identifier: Apache-2.0
#include "json/duplicates.hpp"

#include <unordered_set>
#include <vector>

#include "json/walker.hpp"

namespace dp::json {

std::optional<std::string> name_given_twice(std::string_view value) {
  const Tree nothing;
  Walker walker(nothing);
  if (!walker.open(value)) return std::nullopt;
  // The names of each object that is open; of an array there are none.
  std::vector<std::unordered_set<std::string>> names;
  std::vector<bool> objects;
  while (walker.byte() != '\0') {
    const char byte = walker.byte();
    const bool in_object = !objects.empty() && objects.back();
    Value name;
    if (byte == '{' || byte == '[') {
      objects.push_back(byte == '{');
      names.emplace_back();
      walker.advance();
    } else if (byte == '}' || byte == ']') {
      if (objects.empty()) return std::nullopt;
      objects.pop_back();
      names.pop_back();
      walker.advance();
    } else if (byte == ',') {
      walker.advance();
    } else if (in_object) {
      if (!walker.read_name(name)) return std::nullopt;
      std::string text;
      append_unescaped(text, name.raw(value.data()));
      if (!names.back().insert(text).second) return text;
      const char first = walker.byte();
      if (first != '{' && first != '[' && !walker.pass_value()) return std::nullopt;
    } else if (!walker.pass_value()) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace dp::json
