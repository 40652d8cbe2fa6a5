// SPDX-License-Identifier: Apache-2.0
#include "pipeline/split_calls.hpp"

#include <algorithm>

namespace dp::pipeline {

namespace {

std::ptrdiff_t open_parentheses(std::string_view text) noexcept {
  return std::count(text.begin(), text.end(), '(') - std::count(text.begin(), text.end(), ')');
}

std::ptrdiff_t open_parentheses(const Node& value) noexcept {
  return value.is_scalar() && !value.quoted ? open_parentheses(value.text) : 0;
}

}  // namespace

std::vector<const Node*> split_calls(const Node& collection) {
  std::vector<const Node*> found;
  std::ptrdiff_t open = 0;
  const Node* first = nullptr;
  // `bare`: what a value looks like if it is a part of a call.
  const auto visit = [&](const Node& value, std::string_view bare) {
    if (open <= 0) {
      first = &value;
      open = open_parentheses(value);
      return;
    }
    open += open_parentheses(bare);
    if (open <= 0 && !bare.empty()) found.push_back(first);
  };
  for (const auto& item : collection.items)
    visit(item, item.is_scalar() && !item.quoted ? item.text : std::string_view{});
  for (const auto& entry : collection.entries)
    visit(entry.value, entry.value.is_null() ? entry.key : std::string_view{});
  return found;
}

const Node* last_open_call(const Node& collection) noexcept {
  const Node* found = nullptr;
  for (const auto& item : collection.items)
    if (open_parentheses(item) > 0) found = &item;
  for (const auto& entry : collection.entries)
    if (open_parentheses(entry.value) > 0) found = &entry.value;
  return found;
}

}  // namespace dp::pipeline
