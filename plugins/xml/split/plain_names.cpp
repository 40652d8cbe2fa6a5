// SPDX-License-Identifier: Apache-2.0
#include "xml/split/plain_names.hpp"

#include <algorithm>

namespace dp::xml {

PlainNames::PlainNames(const Pattern& pattern) : pattern_(pattern) {
  const auto add = [&](std::string_view part) {
    if (is_plain_name(part) && std::find(open_.begin(), open_.end(), part) == open_.end())
      open_.push_back(part);
  };
  for (const auto& parent : pattern.parents) add(parent);
  for (const auto& part : pattern.inner) add(part);
  add(pattern.name);
}

bool PlainNames::see(std::string_view qualified) {
  std::erase(open_, qualified);
  return known();
}

Pattern PlainNames::resolved() const {
  auto resolved = pattern_;
  const auto resolve = [&](std::string& part) {
    if (std::find(open_.begin(), open_.end(), part) != open_.end()) part.insert(0, "*:");
  };
  for (auto& parent : resolved.parents) resolve(parent);
  for (auto& part : resolved.inner) resolve(part);
  resolve(resolved.name);
  return resolved;
}

}  // namespace dp::xml
