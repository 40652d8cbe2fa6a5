// SPDX-License-Identifier: Apache-2.0
#include "input/lines.hpp"

#include <algorithm>

#include "protocol/reject.hpp"

namespace dp::input {

Result<std::vector<std::uint64_t>> count_lines(const protocol::CountLinesRequest& request,
                                               const std::function<void()>& alive) {
  const auto& item = request.item;
  DP_TRY(const auto source, open_source(item.file(), item.stamp, item.compression, 0));
  std::vector<std::uint64_t> lines;
  std::vector<char> block(1 << 20);
  std::uint64_t line = 1;
  std::uint64_t at = 0;  // offset of block[0]
  std::size_t have = 0;
  std::size_t counted = 0;  // newlines are counted up to block[counted]
  const auto count_to = [&](std::size_t end) {
    line += static_cast<std::uint64_t>(
        std::count(block.data() + counted, block.data() + end, '\n'));
    counted = end;
  };
  for (const auto offset : request.offsets) {
    while (offset >= at + have) {
      count_to(have);
      at += have;
      counted = 0;
      alive();
      DP_TRY(have, source->read(block.data(), block.size()));
      if (have == 0) break;
    }
    // Offsets are to rise; a line too late is better than no worker.
    if (have != 0 && offset >= at + counted) count_to(static_cast<std::size_t>(offset - at));
    lines.push_back(line);
  }
  return lines;
}

std::string line_at(const Item& item, std::uint64_t offset) {
  if (item.compression != protocol::Compression::none) return {};
  const auto source = open_source(item.path, item.stamp, item.compression, offset);
  if (!source) return {};
  std::string line(protocol::kMaxRejectBytes, '\0');
  const auto got = (*source)->read(line.data(), line.size());
  line.resize(got ? *got : 0);
  line.resize(std::min(line.find('\n'), line.size()));
  return line;
}

}  // namespace dp::input
