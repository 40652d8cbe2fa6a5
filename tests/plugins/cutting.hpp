// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Feed texts, whole or in pieces, to readers that find their records.

#include <dp/abi.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "plugins/harness.hpp"

namespace dp::test {

/// Read text[at, ...) as the engine would: pieces of `size` bytes, longer where a record needs
/// it, up to the record that begins at `stop` or after. Returns where that is; npos on failure, and
/// if skip and read do not agree.
inline std::size_t feed(Task& task, const std::string& text, std::size_t size,
                        std::size_t at = 0, std::size_t stop = std::string::npos) {
  stop = std::min(stop, text.size());
  const auto head = text.substr(0, DP_HEAD_BYTES);
  std::size_t wanted = size;
  while (at < stop) {
    const auto data = text.substr(at, wanted);
    const bool last = at + data.size() == text.size();
    const Piece piece{
        .offset = at, .first = at == 0, .last = last, .stop = stop - at, .head = head};
    if (!task.read(data, piece)) return std::string::npos;
    if (task.consumed() == 0 && last) return std::string::npos;
    if (task.skip(data, piece) != task.consumed()) return std::string::npos;
    wanted = task.consumed() == 0 ? wanted + size : size;
    at += task.consumed();
  }
  return at;
}

/// All that came out of a task.
struct Seen {
  Rows rows;
  std::vector<std::uint64_t> offsets;
  std::vector<Reject> rejects;
  std::uint64_t lines = 0, blank = 0;
  bool operator==(const Seen&) const = default;
  friend std::ostream& operator<<(std::ostream& out, const Seen& seen) {
    out << seen.rows << "\n  lines " << seen.lines << ", blank " << seen.blank << ", offsets";
    for (const auto offset : seen.offsets) out << ' ' << offset;
    for (const auto& reject : seen.rejects) out << "\n  " << reject;
    return out;
  }
};

inline Seen seen(Task& task) {
  Seen all{task.rows(), task.offsets(), task.rejects(), task.lines(), task.blank()};
  task.forget();
  return all;
}

/// What a text gives in one piece.
inline Seen read_whole(Task& task, const std::string& text) {
  task.forget();
  (void)feed(task, text, std::max<std::size_t>(text.size(), 1));
  return seen(task);
}

}  // namespace dp::test
