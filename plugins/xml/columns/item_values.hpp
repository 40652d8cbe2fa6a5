// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string_view>
#include <vector>

#include "xml/columns/layout.hpp"
#include "xml/split/outline.hpp"

namespace dp::xml {

/// What an item that begins with `head` has before its first record, of the columns of `layout` whose
/// paths are from the root on. A name without a prefix that is not there stands for one with a prefix,
/// if there is one alone.
///
/// Law: a function of the item's first DP_HEAD_BYTES.
/// Errors: invalid_argument, naming the column, if neither its value ends in these bytes nor a record
///   begins there; if what stands before the records is not well-formed.
Result<std::vector<ItemValue>> item_values_of(std::string_view head, const ItemOutline& outline,
                                              const Layout& layout);

}  // namespace dp::xml
