// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dp/result.hpp>
#include <string_view>

namespace dp::cli {

/// Write to standard output. Errors: io ("standard output: No space left on device");
/// interrupted, if its reader has gone (`dp ... | head`).
Status print(std::string_view text);
/// Write to standard error; what cannot be written there is lost.
void print_error(std::string_view text);
/// Print "dp: error: `text`" on standard error.
void print_failure(std::string_view text);

bool is_terminal(int descriptor) noexcept;
/// Whether messages on standard error may be coloured: a terminal, and NO_COLOR is not set.
bool colours_errors() noexcept;
/// Columns of the terminal on standard error; 80 if it does not say.
std::size_t terminal_width() noexcept;

}  // namespace dp::cli
