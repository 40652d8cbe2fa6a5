// SPDX-License-Identifier: Apache-2.0
#include "data/value.hpp"

#include <algorithm>

namespace dp::data {

Value Value::of(bool flag) {
  Value value;
  value.kind = DP_VALUE_BOOL;
  value.integer = flag ? 1 : 0;
  return value;
}

Value Value::of(std::int64_t integer) {
  Value value;
  value.kind = DP_VALUE_INT;
  value.integer = integer;
  return value;
}

Value Value::of(double number) {
  Value value;
  value.kind = DP_VALUE_FLOAT;
  value.number = number;
  return value;
}

Value Value::of(std::string text) {
  Value value;
  value.kind = DP_VALUE_STRING;
  value.text = std::move(text);
  return value;
}

Value Value::list(std::vector<Value> items) {
  Value value;
  value.kind = DP_VALUE_LIST;
  value.items = std::move(items);
  return value;
}

Value Value::map() { return {}; }

Value& Value::add(std::string key, Value value) {
  keys.push_back(std::move(key));
  items.push_back(std::move(value));
  return *this;
}

const Value* Value::find(std::string_view key) const {
  const auto found = std::find(keys.begin(), keys.end(), key);
  return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

ValueTree::ValueTree(const Value& value) { fill(root_, value); }

void ValueTree::fill(dp_value& out, const Value& value) {
  out.kind = static_cast<std::uint32_t>(value.kind);
  out.integer = value.integer;
  out.number = value.number;
  out.string = {value.text.data(), value.text.size()};
  out.count = static_cast<std::uint32_t>(value.items.size());
  if (value.items.empty()) return;
  auto* items = items_.emplace_back(std::make_unique<dp_value[]>(value.items.size())).get();
  out.items = items;
  if (value.kind == DP_VALUE_MAP) {
    auto* keys = keys_.emplace_back(std::make_unique<dp_bytes[]>(value.keys.size())).get();
    out.keys = keys;
    for (std::size_t i = 0; i < value.keys.size(); ++i)
      keys[i] = {value.keys[i].data(), value.keys[i].size()};
  }
  for (std::size_t i = 0; i < value.items.size(); ++i) fill(items[i], value.items[i]);
}

}  // namespace dp::data
