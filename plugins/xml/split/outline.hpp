// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string_view>

#include "xml/split/between.hpp"

namespace dp::xml {

/// What an item's first bytes say of all of it, and what the names of the pattern mean in it.
struct ItemOutline : Outline {
  Pattern pattern;  ///< as the item's names have it, see PlainNames
};

/// Errors: as encoding_of and Doctype::parse; invalid_argument if a document type with declarations does not end
///   in DP_HEAD_BYTES.
Result<ItemOutline> outline_of(std::string_view head, const Pattern& pattern);

}  // namespace dp::xml
