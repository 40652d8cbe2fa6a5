// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <functional>
#include <string>
#include <vector>

#include "input/items.hpp"
#include "protocol/line_requests.hpp"

namespace dp::input {

/// The line that each of the request's offsets lies in; 1 is that of item.begin.
/// Cost: reads the item from item.begin (a compressed one from its start) up to the last offset, at
///   memory speed; `alive` is called for each block.
/// Errors: as open_source and Source::read.
Result<std::vector<std::uint64_t>> count_lines(const protocol::CountLinesRequest& request,
                                               const std::function<void()>& alive);

/// The rest of a line from `offset` of the item on, without its newline, up to kMaxRejectBytes.
/// Empty if the item is compressed, or cannot be read any more.
std::string line_at(const Item& item, std::uint64_t offset);

}  // namespace dp::input
