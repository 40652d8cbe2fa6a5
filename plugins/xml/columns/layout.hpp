// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xml/parse/paths.hpp"
#include "xml/split/pattern.hpp"

namespace dp::xml {

/// What no record may have, since a path without a prefix means an element or attribute with
/// one.
struct Guard {
  Path path;
  std::uint32_t column;  ///< whose path that is
  std::string reason;    ///< why a record that has it is rejected
};

/// What the options and the sample say of all items of a run; of paths and pattern what they
/// mean in one, see Names.
struct Layout {
  Pattern pattern;
  Schema columns;
  std::vector<Path> paths;             ///< of the columns
  std::vector<std::string> keys = {};  ///< of the columns, in Knowledge (see key_of)
  std::vector<Guard> guards = {};      ///< of columns that were named
  Bindings namespaces = {};            ///< that prefixes in paths and in the pattern stand for
  Bindings declared = {};              ///< what the root of the item declares
  /// Of all values that a record has of a column; nullopt: the first is taken.
  std::optional<std::string> separator = {};
  bool found = false;             ///< they were found in records
  std::vector<Path> others = {};  ///< found: children that have children, which are no columns
  bool growing = false;           ///< what else records have would be in the result
  bool learning = false;          ///< what is learned of records is emitted, not the records
};

/// Of a child in Knowledge: it never has children.
inline constexpr std::uint8_t kLeafBit = 0x40;

/// The key in Knowledge of a column that is found: '@' and an attribute's name, '/' and a
/// child's, both with their prefixes, or ".text", the record's own text.
std::string key_of(const Path& path);
/// The path of what key_of gave.
Path path_of(std::string_view key);

/// A picker of what an item that is read as `layout` has; nothing is wanted yet.
Picker picker_of(const Layout& layout);
/// Want what the guards of columns that are `used` look for, after the columns.
void want_guards(const Layout& layout, std::span<const std::uint8_t> used, Picker& picker);
/// The guard whose path is in a record that has these values; nullptr if there is none.
const Guard* guard_of(const Layout& layout, std::span<const Value> values) noexcept;

/// Errors: invalid_pipeline, naming the option; invalid_argument if the sample's encoding is
/// not read.
Result<Layout> make_layout(const Context& context);

}  // namespace dp::xml
