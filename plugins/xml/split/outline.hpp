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

/// How long the byte order mark is that UTF-8 text begins with, or 0.
std::size_t size_of_bom(std::string_view text) noexcept;

}  // namespace dp::xml
