// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "input/items.hpp"
#include "protocol/line_requests.hpp"

namespace dp::run {

/// The question for the lines of a file's places, which are to be added; counted from `begin` on.
protocol::CountLinesRequest lines_of(const input::Item& item, std::uint64_t begin);

}  // namespace dp::run
