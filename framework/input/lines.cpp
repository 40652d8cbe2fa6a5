// SPDX-License-Identifier: Apache-2.0
#include "input/lines.hpp"

#include <algorithm>
#include <vector>

#include "protocol/messages.hpp"
#include "protocol/reject.hpp"

namespace dp::input {

Status count_lines(std::string_view bytes, std::string& reply) {
  DP_TRY(const auto request, protocol::read_count_lines_request(bytes));
  const auto& item = request.item;
  DP_TRY(const auto source, open_source(item.path, item.stamp, item.packing, 0));
  ByteWriter out(reply);
  out.put(static_cast<std::uint64_t>(request.offsets.size()));
  std::vector<char> block(1 << 20);
  std::uint64_t line = 1;
  std::uint64_t at = 0;  // offset of block[0]
  std::size_t have = 0;
  std::size_t counted = 0;  // newlines are counted up to block[counted]
  for (const auto offset : request.offsets) {
    if (offset < at + counted) {  // they are to rise; a line too late is better than no worker
      out.put(line);
      continue;
    }
    while (offset >= at + have) {
      line += static_cast<std::uint64_t>(
          std::count(block.data() + counted, block.data() + have, '\n'));
      at += have;
      counted = 0;
      DP_TRY(have, source->read(block.data(), block.size()));
      if (have == 0) break;
    }
    if (have == 0) {
      out.put(line);
      continue;
    }
    const auto until = static_cast<std::size_t>(offset - at);
    line += static_cast<std::uint64_t>(
        std::count(block.data() + counted, block.data() + until, '\n'));
    counted = until;
    out.put(line);
  }
  return {};
}

std::string line_at(const Item& item, std::uint64_t offset) {
  if (item.packing != protocol::Packing::plain) return {};
  const auto source = open_source(item.path, item.stamp, item.packing, offset);
  if (!source) return {};
  std::string line(protocol::kMaxRejectBytes, '\0');
  const auto got = (*source)->read(line.data(), line.size());
  line.resize(got ? *got : 0);
  line.resize(std::min(line.find('\n'), line.size()));
  return line;
}

}  // namespace dp::input
