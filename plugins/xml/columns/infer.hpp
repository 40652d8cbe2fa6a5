// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/schema.hpp>
#include <string_view>
#include <vector>

#include "xml/parse/paths.hpp"
#include "xml/split/pattern.hpp"

namespace dp::xml {

struct FoundColumns {
  Schema columns;
  std::vector<Path> paths;  ///< as many
};

/// The columns that the records of an item's first bytes have, in the order in which they are
/// first met: attributes of the record, and children that never have children; if there are
/// none of these, "text", the record's own.
///
/// Shape: names are without prefixes, and unique: a second "id" is "id_2".
FoundColumns find_columns(std::string_view sample, const Pattern& pattern);

/// Whether an item's first bytes have records, and none of these a child of this name.
bool lacks_child(std::string_view sample, const Pattern& pattern, std::string_view name);

/// The types that fit the values of `paths` in the records of an item's first bytes.
std::vector<Type> guess_types(std::string_view sample, const Pattern& pattern,
                              const std::vector<Path>& paths);

}  // namespace dp::xml
