// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dp::test {

/// Compare what a document shows of an output with what came. `...` alone on a line stands for
/// any lines, also none; within a line for any text.
/// Returns what is wrong ("line 3 of what is shown: ..."), nullopt if it fits.
std::optional<std::string> difference_from_shown(std::string_view shown, std::string_view came);

}  // namespace dp::test
