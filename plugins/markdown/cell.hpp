// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dp::markdown {

/// Append `text` so that a Markdown table shows it as it is, and return the columns that its
/// source takes in a terminal.
///
/// Shape: line ends become <br>; what Markdown would take for markup gets a backslash (\ | ` * < [ ~ $ ^
///   always, _ where it does not stand between letters or digits, @ where it does not follow one, & of
///   an entity); so does the : or . that makes a link of an address that needs such a backslash;
///   control characters, bytes that are not UTF-8 and invisible characters become what
///   table::append_cell makes of them.
/// Source: GitHub Flavored Markdown, sections 2.4, 4.10 and 6.9.
std::size_t append_cell(std::string& out, std::string_view text);

/// Append `text` so that a heading shows it as it is.
void append_heading(std::string& out, std::string_view text);

}  // namespace dp::markdown
