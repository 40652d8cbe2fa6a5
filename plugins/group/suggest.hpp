// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "values/nearest.hpp"

namespace dp::group {

/// "'status'".
inline std::string in_quotes(std::string_view name) { return "'" + std::string(name) + "'"; }

/// "by[2]".
inline std::string place(std::string_view option, std::size_t index) {
  return std::string(option) + "[" + std::to_string(index) + "]";
}

/// ", did you mean 'status'?", or "; there are: a, b" when nothing is near.
inline std::string suggest(std::string_view word, const std::vector<std::string>& names) {
  const auto nearest = values::nearest(word, names);
  if (!nearest.empty()) return ", did you mean '" + nearest + "'?";
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "; there are: " : ", ") + name;
  return list;
}

}  // namespace dp::group
