// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <string_view>

#include "input/items.hpp"

namespace dp::input {

/// Answer a CountLinesRequest: the line (from 1) that each offset lies in.
/// Cost: reads the item up to the last offset, at memory speed.
Status count_lines(std::string_view request, std::string& reply);

/// The rest of a line from `offset` of the item on, without its newline, up to kMaxRejectBytes.
/// Empty if the item is packed, or cannot be read any more.
std::string line_at(const Item& item, std::uint64_t offset);

}  // namespace dp::input
