// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "values/types.hpp"
#include "xml/columns/row_picker.hpp"
#include "xml/markup/doctype.hpp"
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

/// What an item has of a column before its records.
struct ItemValue {
  std::uint32_t column;
  std::optional<std::string> text;
};

/// What the options and the sample say of all items of a run; of paths and pattern what they
/// mean in one, see Names.
struct Layout {
  Pattern pattern;
  Schema columns;
  std::vector<Path> paths;             ///< of the columns
  std::vector<std::string> keys = {};  ///< of the columns, in Knowledge (see key_of)
  std::vector<Guard> guards = {};      ///< of columns that were named
  struct Prefixes {
    Bindings in_paths;  ///< and in the pattern
    Bindings declared;  ///< by the root of the item
  } prefixes = {};
  std::vector<ItemValue> item_values = {};  ///< of columns whose paths are from the root on
  /// What the document type of the item declares; nullptr: nothing that matters.
  std::shared_ptr<const Doctype> doctype = {};  // in the item's outline too
  /// Of all values that a record has of a column; nullopt: the first is taken.
  std::optional<std::string> separator = {};
  /// If columns were found in records: elements that are none, being there for their children.
  std::optional<std::vector<Path>> bare = {};
  /// What else records have.
  struct Others {
    values::Others become = values::Others::join;
    bool growing = false;  ///< it would be in the result
  } others = {};
  bool learning = false;  ///< what is learned of records is emitted, not the records
  [[nodiscard]] bool found() const noexcept { return bare.has_value(); }
  /// Records are read from their trees.
  [[nodiscard]] bool needs_trees() const noexcept {
    return learning || !pattern.inner.empty() ||
           (found() && others.become == values::Others::reject);
  }
  /// Elements may have attributes that do not stand in them.
  [[nodiscard]] bool has_defaults() const noexcept {
    return doctype != nullptr && doctype->has_defaults();
  }
};

/// Of an element in Knowledge: it never has text of its own, but white space; it never has children.
inline constexpr std::uint16_t kTextlessBit = 0x40, kLeafBit = 0x400;

/// The key in Knowledge of a column that is found: '@' and the name of an attribute of the record,
/// ".text", the record's own text, or '/' and a path.
std::string key_of(const Path& path);
/// The path of what key_of gave.
Path path_of(std::string_view key);

/// A picker of what an item that is read as `layout` has; nothing is wanted yet.
RowPicker picker_of(const Layout& layout);
/// Want what the guards of columns that are `used` look for, after the columns.
void want_guards(const Layout& layout, std::span<const std::uint8_t> used, RowPicker& picker);
/// The guard whose path is in a record that has these values; nullptr if there is none.
const Guard* guard_of(const Layout& layout, std::span<const Value> values) noexcept;

/// Errors: invalid_pipeline, naming the option; invalid_argument if the sample's encoding is
/// not read.
Result<Layout> make_layout(const Context& context);

}  // namespace dp::xml
