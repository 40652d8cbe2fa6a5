// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace dp::weblog {

/// Find the quotes and newlines of a text.
///
/// Shape: writes the position of each '"' and '\n' of text[0, size), rising, to `out`, and
/// returns
///   how many; up to 8 entries behind them are overwritten too. `out` has room for size + 8.
/// Precondition: 64 bytes behind the text are readable; size < 2^32 - 64.
using FindMarks = std::size_t (*)(const char* text, std::size_t size, std::uint32_t* out);

/// Eight bytes at a time, on any processor.
std::size_t find_marks_portable(const char* text, std::size_t size, std::uint32_t* out);

/// The fastest that this processor can run.
FindMarks best_find_marks() noexcept;

}  // namespace dp::weblog
