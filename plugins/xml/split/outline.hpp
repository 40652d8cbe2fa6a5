// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string_view>

#include "xml/markup/encoding.hpp"
#include "xml/split/between.hpp"

namespace dp::xml {

/// What an item's first bytes say of all of it, and how it is encoded.
struct ItemOutline : Outline {
  Encoding encoding = Encoding::utf8;
};

/// Errors: as encoding_of.
Result<ItemOutline> outline_of(std::string_view head, const Pattern& pattern);

}  // namespace dp::xml
