// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "pipeline/options.hpp"

namespace dp::pipeline {

Mark option_mark(const Use& use, std::string_view path) {
  const Node* node = &use.with;
  Mark mark = use.mark;
  while (!path.empty()) {
    const Node* next = nullptr;
    if (path.front() == '[') {
      std::size_t index = 0;
      const auto [end, error] =
          std::from_chars(path.data() + 1, path.data() + path.size(), index);
      if (error == std::errc{} && node->is_list() && index < node->items.size())
        next = &node->items[index];
      else if (error == std::errc{} && index == 0 && node->is_scalar())
        next = node;  // a bare value stands for a list of one
      path.remove_prefix(static_cast<std::size_t>(end - path.data()));
      if (path.starts_with(']')) path.remove_prefix(1);
    } else {
      const auto name = path.substr(0, path.find_first_of(".["));
      next = node->find(name);
      path.remove_prefix(name.size());
    }
    if (path.starts_with('.')) path.remove_prefix(1);
    if (next == nullptr) return mark;
    node = next;
    mark = node->mark;
  }
  return mark;
}

}  // namespace dp::pipeline
