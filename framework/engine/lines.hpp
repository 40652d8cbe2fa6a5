// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>
#include <string_view>

namespace dp::engine {

/// Answer a CountLinesRequest: the line (from 1) that each offset lies in.
/// Cost: reads the item up to the last offset, at memory speed.
Status count_lines(std::string_view request, std::string& reply);

}  // namespace dp::engine
