// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/task.hpp>
#include <optional>
#include <string_view>

#include "xml/columns/layout.hpp"

namespace dp::xml {

/// A path as the option `columns` has it: in the record ("a/@b"), in what it is in ("../@b", "..", which
/// is its text), or from the root on ("/a/b"). Its level is then the number of "..", which place_rows
/// makes one. nullopt if `text` is none of these.
std::optional<Path> column_path(std::string_view text);

/// Make records of what rows are in: of the outermost element that a column names by "..", and of the
/// record if its elements are exploded.
/// Errors: invalid_pipeline, naming the option.
Status place_rows(const Context& context, Layout& layout);

}  // namespace dp::xml
