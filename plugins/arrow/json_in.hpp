// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "arrow/array.hpp"

namespace dp::arrow {

/// Append a value of any kind as JSON: lists as arrays, records and maps as objects; numbers with all of
/// their digits, NaN and infinities as null; dates and times as strings.
/// Returns why it has none, as a message shows it; empty: it was appended.
std::string append_json(std::string& out, const Array& array, std::uint64_t row);

/// Whether `text` is one value of JSON, in UTF-8, nested at most 256 deep.
bool is_json(std::string_view text) noexcept;

}  // namespace dp::arrow
