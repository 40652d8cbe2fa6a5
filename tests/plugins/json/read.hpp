// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Read texts with a Walker, and show the values at its paths.

#include <dp/abi.h>

#include <string>
#include <string_view>
#include <vector>

#include "json/walker.hpp"

namespace dp::test {

struct Read {
  explicit Read(const std::vector<json::Path>& paths) : tree(paths), walker(tree) {}

  bool operator()(const std::string& given) {
    size = given.size();
    text = given + std::string(DP_PADDING, ' ');
    return walker.read({text.data(), size}, value);
  }
  /// The value at the path of this number.
  [[nodiscard]] const json::Value& slot(std::size_t path) const {
    return walker.slots()[tree.slot_of()[path]];
  }
  [[nodiscard]] std::vector<std::string> values() const {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < tree.slot_of().size(); ++i)
      out.push_back(slot(i).kind == json::Kind::missing
                        ? "<missing>"
                        : std::string(slot(i).raw(text.data())));
    return out;
  }

  json::Tree tree;
  json::Walker walker;
  std::string text;
  std::size_t size = 0;
  json::Value value;
};

}  // namespace dp::test
