// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dp::markdown {

/// Append `text` so that a Markdown table shows it as it is, and return the columns that its
/// source takes in a terminal.
///
/// Shape: line ends become <br>; what Markdown would take for markup gets a backslash (\ | ` * < [ ~
///   & always, _ where it does not stand between letters or digits); control characters, bytes that
///   are not UTF-8 and invisible characters become what table::append_cell makes of them.
/// Source: GitHub Flavored Markdown, sections 2.4 and 4.10.
std::size_t append_cell(std::string& out, std::string_view text);

}  // namespace dp::markdown
