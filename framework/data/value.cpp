// SPDX-License-Identifier: Apache-2.0
#include "data/value.hpp"

#include <algorithm>

namespace dp::data {

namespace {

constexpr int kMaxDepth = 64;

Result<Value> read_nested(ByteReader& in, int depth) {
  if (depth > kMaxDepth) return fail(Errc::corrupt, "option values nest too deeply");
  Value value;
  value.kind = in.get(DP_VALUE_BOOL, DP_VALUE_MAP);
  value.integer = in.get<std::int64_t>();
  value.number = in.get<double>();
  value.text = in.text();
  const auto keys = in.count(8);
  for (std::uint64_t i = 0; i < keys; ++i) value.keys.emplace_back(in.text());
  const auto items = in.count(8);
  for (std::uint64_t i = 0; i < items; ++i) {
    DP_TRY(auto item, read_nested(in, depth + 1));
    value.items.push_back(std::move(item));
  }
  const bool fits = value.kind == DP_VALUE_MAP ? keys == items : keys == 0;
  if (!in.ok() || !fits) return fail(Errc::corrupt, "not an option value");
  return value;
}

}  // namespace

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

void write(ByteWriter& out, const Value& value) {
  out.put(value.kind).put(value.integer).put(value.number).put(value.text);
  out.put(static_cast<std::uint64_t>(value.keys.size()));
  for (const auto& key : value.keys) out.put(key);
  out.put(static_cast<std::uint64_t>(value.items.size()));
  for (const auto& item : value.items) write(out, item);
}

Result<Value> read_value(ByteReader& in) { return read_nested(in, 0); }

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
