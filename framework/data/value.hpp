// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <cstdint>
#include <dp/result.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"

template <>
struct dp::EnumRange<dp_value_kind> {
  static constexpr auto kFirst = DP_VALUE_BOOL;
  static constexpr auto kLast = DP_VALUE_MAP;
};

namespace dp::data {

/// A checked option value: what a dp_value shows to a plugin, owned.
struct Value {
  dp_value_kind kind = DP_VALUE_MAP;
  std::int64_t integer = 0;       ///< int; bool as 0 or 1
  double number = 0;              ///< float
  std::string text;               ///< string
  std::vector<std::string> keys;  ///< map: as many as items
  std::vector<Value> items;       ///< list, map

  static Value of(bool flag);
  static Value of(std::int64_t integer);
  static Value of(double number);
  static Value of(std::string text);
  static Value of(const char* text) { return of(std::string(text)); }
  static Value list(std::vector<Value> items);
  static Value map();

  /// Map: append `key`, which must be new.
  Value& add(std::string key, Value value);
  /// Map: the value of `key`, or nullptr.
  [[nodiscard]] const Value* find(std::string_view key) const;

  bool operator==(const Value&) const = default;

  static constexpr auto kFields = std::tuple(&Value::kind, &Value::integer, &Value::number,
                                             &Value::text, &Value::keys, &Value::items);
  [[nodiscard]] bool valid() const noexcept {
    return kind == DP_VALUE_MAP ? keys.size() == items.size() : keys.empty();
  }
};

/// A Value as the C tree that plugins read. Lifetime: borrows the value's strings.
class ValueTree {
 public:
  explicit ValueTree(const Value& value);
  [[nodiscard]] const dp_value* root() const noexcept { return &root_; }

 private:
  void fill(dp_value& out, const Value& value);
  dp_value root_{};
  std::vector<std::unique_ptr<dp_value[]>> items_;
  std::vector<std::unique_ptr<dp_bytes[]>> keys_;
};

}  // namespace dp::data
