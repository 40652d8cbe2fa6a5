// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "csv/dialect.hpp"

namespace dp::csv {

/// What is before the last `lines` physical lines of `text`, whatever they hold: nothing if it has no
/// more. The last line need not end.
///
/// Law: of a text that goes on, it is a part of what it is of all of the text.
std::string_view without_foot(std::string_view text, std::uint64_t lines,
                              const Dialect& dialect) noexcept;

}  // namespace dp::csv
