// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/path.hpp"

/// What the values of a record are called where nobody says which columns there are.
///
/// A member is called by its name; an element of a record that is an array by kPlaceMark and its
/// place; a record that is neither by kScalar. No name of a member begins with these bytes: they are
/// not UTF-8.

namespace dp::json {

/// How a value is known in Knowledge: "/name", "#0", or ".value".
std::string key_of(std::string_view member);
/// The value of such a key; empty view for keys of columns that the pipeline names.
/// `is_one`: whether it is such a key.
std::string member_of(std::string_view key, bool& is_one);

/// Names by their bytes, then places by number, then kScalar.
bool comes_before(std::string_view member, std::string_view other) noexcept;

/// The columns of values, in their order: names as they are; of places "column1", "column2",
/// ...; "value". The name "" gives the first "columnN" that is free; a NUL in a name is written
/// `\0`.
/// Law: no two are alike, and none is `taken`: those that are not the name of a member give
///   way: "column1_2".
std::vector<std::string> column_names(const std::vector<std::string>& members,
                                      std::string_view taken = {});

/// For messages: "member 'x'", "element 3", "a value that is no object and no array".
std::string shown_member(std::string_view member);

/// A path as path_of() reads it: with dots, or as a pointer.
std::string text_of(const Path& path);

}  // namespace dp::json
