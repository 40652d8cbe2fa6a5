// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Read the options of a task, in its open.

#include <dp/abi.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace dp {

/// Checked option values. Options with a default are always there.
///
/// Errors: a getter that names no declared option, or is not of its type, is a mistake of the
///   plugin's author. It returns an empty value, and open then fails and names the option: a
///   default is never given by mistake.
class Options {
 public:
  /// The first mistake of a getter.
  struct Mistake {
    std::string option;
    std::string message;
  };

  /// The values of a map. What is asked for is checked against `declared`, where there is a
  /// place for a mistake.
  explicit Options(const dp_value* map, std::span<const dp_option> declared = {},
                   Mistake* mistake = nullptr) noexcept
      : map_(map), declared_(declared), mistake_(mistake) {}

  /// The value of `name`, or nullptr if it was not given and has no default.
  [[nodiscard]] const dp_value* find(std::string_view name) const {
    (void)declared(name);
    return look(name);
  }
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  [[nodiscard]] std::string_view text(std::string_view name) const {
    const auto* value = one(name, "text()", {DP_OPTION_STRING, DP_OPTION_EXPRESSION});
    return value == nullptr ? std::string_view{} : view(value->string);
  }
  [[nodiscard]] std::int64_t integer(std::string_view name) const {
    const auto* value =
        one(name, "integer()", {DP_OPTION_INT, DP_OPTION_SIZE, DP_OPTION_DURATION});
    return value == nullptr ? 0 : value->integer;
  }
  [[nodiscard]] double number(std::string_view name) const {
    const auto* value = one(name, "number()", {DP_OPTION_FLOAT, DP_OPTION_RATIO});
    return value == nullptr ? 0 : value->number;
  }
  [[nodiscard]] bool flag(std::string_view name) const {
    const auto* value = one(name, "flag()", {DP_OPTION_BOOL});
    return value != nullptr && value->integer != 0;
  }
  /// The items of a list or map option; empty if it is absent.
  [[nodiscard]] std::span<const dp_value> items(std::string_view name) const {
    const auto* value = several(name, "items()", DP_OPTION_LIST | DP_OPTION_MAP);
    if (value == nullptr) return {};
    return {value->items, value->count};
  }
  /// The keys of a map option, as many as items().
  [[nodiscard]] std::span<const dp_bytes> keys(std::string_view name) const {
    const auto* value = several(name, "keys()", DP_OPTION_MAP);
    if (value == nullptr || value->keys == nullptr) return {};
    return {value->keys, value->count};
  }

  static std::string_view view(const dp_bytes& bytes) noexcept {
    return {bytes.data, static_cast<std::size_t>(bytes.size)};
  }

 private:
  [[nodiscard]] const dp_value* look(std::string_view name) const noexcept {
    if (map_ == nullptr) return nullptr;
    for (std::uint32_t i = 0; i < map_->count; ++i)
      if (view(map_->keys[i]) == name) return &map_->items[i];
    return nullptr;
  }
  /// How `name` was declared. nullptr: nothing is checked, or it was not, which is noted.
  [[nodiscard]] const dp_option* declared(std::string_view name) const {
    if (mistake_ == nullptr) return nullptr;
    for (const auto& option : declared_)
      if (name == option.name) return &option;
    note(name, "reads option '" + std::string(name) + "', which it does not declare");
    return nullptr;
  }
  [[nodiscard]] const dp_value* one(std::string_view name, const char* getter,
                                    std::initializer_list<dp_option_type> types) const {
    if (const auto* option = declared(name)) {
      bool fits = (option->flags & (DP_OPTION_LIST | DP_OPTION_MAP)) == 0;
      bool known = false;
      for (const auto type : types) known = known || option->type == type;
      fits = fits && known;
      if (!fits) return note(name, misread(*option, getter));
    }
    return look(name);
  }
  [[nodiscard]] const dp_value* several(std::string_view name, const char* getter,
                                        std::uint32_t flags) const {
    if (const auto* option = declared(name); option != nullptr && (option->flags & flags) == 0)
      return note(name, misread(*option, getter));
    return look(name);
  }
  static std::string misread(const dp_option& option, const char* getter) {
    constexpr const char* kTypes[] = {"?",    "text",     "integer", "number",     "flag",
                                      "size", "duration", "ratio",   "expression", "aggregate"};
    std::string text = "reads option '" + std::string(option.name) + "' with " + getter +
                       ", but declares it as " +
                       kTypes[option.type < std::size(kTypes) ? option.type : 0];
    if ((option.flags & DP_OPTION_LIST) != 0) text += ", a list";
    if ((option.flags & DP_OPTION_MAP) != 0) text += ", a map";
    return text;
  }
  std::nullptr_t note(std::string_view name, std::string message) const {
    if (mistake_->message.empty()) *mistake_ = {std::string(name), std::move(message)};
    return nullptr;
  }

  const dp_value* map_;
  std::span<const dp_option> declared_;
  Mistake* mistake_;
};

}  // namespace dp
