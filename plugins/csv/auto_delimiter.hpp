// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "csv/dialect.hpp"

namespace dp::csv {

/// The delimiter of the text that an input begins with: the one that its line "sep=;" names, or
/// of comma, tab, semicolon and pipe that which gives the most records the same number of
/// fields, more than one: best as many as the first record has, and of several the one that
/// gives more. A comma if none does.
///
/// `dialect`: how fields are quoted. `final`: the text is all of the input.
/// Law: depends on its arguments alone.
char likely_delimiter(std::string_view text, bool final, Dialect dialect,
                      std::uint64_t skip_lines);

}  // namespace dp::csv
