// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "protocol/request.hpp"
#include "protocol/slice.hpp"

namespace dp::protocol {

/// Tell the line numbers of rising offsets in an item. The line that item.begin lies in is 1: who
/// asks for more offsets of an item goes on where the last ones were.
struct CountLinesRequest {
  static constexpr auto kKind = RequestKind::count_lines;
  static constexpr std::string_view kName = "count-lines";
  using Reply = std::vector<std::uint64_t>;

  Slice item;
  std::vector<std::uint64_t> offsets;

  static constexpr auto kFields =
      std::tuple(&CountLinesRequest::item, &CountLinesRequest::offsets);
};

}  // namespace dp::protocol
