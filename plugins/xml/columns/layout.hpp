// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/task.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "xml/parse/paths.hpp"
#include "xml/split/pattern.hpp"

namespace dp::xml {

/// What the options and the sample say of all items of a run.
struct Layout {
  Pattern pattern;
  Schema columns;
  std::vector<Path> paths;             ///< of the columns
  std::vector<std::string> keys = {};  ///< of the columns, in Knowledge (see key_of)
  bool found = false;                  ///< they were found in records
  std::vector<Path> others = {};  ///< found: children that have children, which are no columns
  bool growing = false;           ///< what else records have would be in the result
  bool learning = false;          ///< what is learned of records is emitted, not the records
};

/// Of a child in Knowledge: it never has children.
inline constexpr std::uint8_t kLeafBit = 0x40;

/// The key in Knowledge of a column that is found: '@' and an attribute's name, '/' and a child's, or
/// ".text", the record's own text.
std::string key_of(const Path& path);
/// The path of what key_of gave.
Path path_of(std::string_view key);

/// Errors: invalid_pipeline, naming the option; invalid_argument if the sample's encoding is not
/// read.
Result<Layout> make_layout(const Context& context);

}  // namespace dp::xml
