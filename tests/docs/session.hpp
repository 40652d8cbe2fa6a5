// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "markdown.hpp"
#include "workspace.hpp"

namespace dp::test {

/// Run the blocks `sh` and `console` of one document, one after the other in one bash, as a reader
/// would: what one block changes (`cd`) holds for the next.
///
/// Law: each command has to exit with 0, or with the code that the block's attribute `exit` gives.
///   A `sh` block is commands alone. A `console` block has commands after `$ `, and after each what
///   it prints, compared as difference_from_shown() does.
/// `environment` is added to that of the test; values may use others, as in double quotes.
/// Returns what went wrong, each with its place.
std::vector<std::string> run_session(
    const Workspace& workspace, const std::vector<Block>& blocks,
    const std::map<std::string, std::string>& environment = {});

}  // namespace dp::test
