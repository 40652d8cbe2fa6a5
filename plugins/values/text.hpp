// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dp::values {

/// The place of the first byte of `text` that is not UTF-8, or its size.
std::size_t bad_utf8(std::string_view text) noexcept;

/// `text` in quotes for a message, cut at 40 bytes, safe to print.
std::string shown(std::string_view text);

/// Names with commas between them for a message; of many the first 20.
std::string listed(const std::vector<std::string>& names);

}  // namespace dp::values
