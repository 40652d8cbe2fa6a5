// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/schema.hpp>
#include <functional>
#include <pugixml.hpp>
#include <string_view>
#include <vector>

#include "values/type_set.hpp"
#include "xml/columns/row_picker.hpp"
#include "xml/parse/paths.hpp"
#include "xml/split/pattern.hpp"

namespace dp::xml {

/// Call `see` with the tree of each whole record of an item's first bytes that is well-formed,
/// as long as it returns true. Returns how many there were.
std::size_t for_each_record(std::string_view sample, const Pattern& pattern,
                            const std::function<bool(pugi::xml_node)>& see);

/// What records have, in the order in which it is first met.
struct FoundColumns {
  std::vector<Path> paths;  ///< of what makes columns
  std::vector<Path> bare;   ///< of elements that have children, and never text of their own
};

/// Whether the element at `path` in a record is one that leads to rows, or is one: then, as the record
/// itself, it has no value but its text.
bool leads_to_rows(const Pattern& pattern, const Path& path);

/// The columns that the records of an item's first bytes have, in the order in which they are
/// first met: all attributes, and the texts of elements that have some, or never have children; of the
/// record and of what leads to rows only a text that is not always blank, or if there is nothing else.
FoundColumns find_columns(std::string_view sample, const Pattern& pattern);

/// The same of one record by itself.
FoundColumns columns_of(pugi::xml_node record, const Pattern& pattern);

/// Whether a text has nothing but white space, and maybe a byte order mark. Of an encoding that is not
/// read nothing is known.
bool is_blank(std::string_view sample);

/// Whether an item's first bytes have records, and none of these a child of this name.
bool lacks_child(std::string_view sample, const Pattern& pattern, std::string_view name);

/// What the records of an item's first bytes have at some paths.
struct SeenValues {
  std::vector<values::TypeSet> types;  ///< that all values fit
  std::vector<std::uint8_t> present;   ///< whether there was one
  std::size_t records = 0;
  bool exploded = false;  ///< some of them have the elements that are rows
};
/// `picker`: which wants nothing yet, see picker_of.
SeenValues values_at(std::string_view sample, const Pattern& pattern,
                     const std::vector<Path>& paths, RowPicker picker = {});

}  // namespace dp::xml
