// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/escape.hpp>
#include <string>
#include <string_view>

namespace dp::table {

/// Append `text` so that a terminal shows it and does nothing else, and return the columns that
/// it takes there.
///
/// Shape: line ends and tabs become \n, \r and \t; other control characters and bytes that are
///   not UTF-8 become \xNN; invisible characters that reorder or hide text become \u{NNNN}.
///   East Asian characters and emoji take two columns, combining marks none. At most
///   `max_width` columns (0: any number), the last then an ellipsis.
/// Source: utf8proc's widths; UAX #9 (the explicit bidi controls).
std::size_t append_cell(std::string& out, std::string_view text, std::size_t max_width);

}  // namespace dp::table
