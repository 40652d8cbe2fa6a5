// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/schema.hpp>
#include <functional>
#include <pugixml.hpp>
#include <string_view>
#include <vector>

#include "values/type_set.hpp"
#include "xml/parse/paths.hpp"
#include "xml/split/pattern.hpp"

namespace dp::xml {

/// Call `see` with the tree of each whole record of an item's first bytes that is well-formed,
/// as long as it returns true. Returns how many there were.
std::size_t for_each_record(std::string_view sample, const Pattern& pattern,
                            const std::function<bool(pugi::xml_node)>& see);

/// What records have, in the order in which it is first met.
struct FoundColumns {
  std::vector<Path> paths;   ///< of what makes columns
  std::vector<Path> others;  ///< of children that have children
};

/// The columns that the records of an item's first bytes have, in the order in which they are
/// first met: attributes of the record, and children that never have children; if there are
/// none of these, "text", the record's own.
FoundColumns find_columns(std::string_view sample, const Pattern& pattern);

/// Whether an item's first bytes have records, and none of these a child of this name.
bool lacks_child(std::string_view sample, const Pattern& pattern, std::string_view name);

/// The types that the values of `paths` fit, in the records of an item's first bytes.
/// `picker`: which wants nothing yet, see picker_of.
std::vector<values::TypeSet> types_of(std::string_view sample, const Pattern& pattern,
                                      const std::vector<Path>& paths, Picker picker = {});

}  // namespace dp::xml
