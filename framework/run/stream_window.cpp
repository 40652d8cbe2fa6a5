// SPDX-License-Identifier: Apache-2.0
#include "run/stream_window.hpp"

namespace dp::run {

void StreamWindow::expect(const Chunk& chunk) { chunks_.emplace(key_of(chunk), Waiting{}); }

Status StreamWindow::replace(const Chunk& chunk, const std::vector<Chunk>& pieces) {
  chunks_.erase(key_of(chunk));
  for (const auto& piece : pieces) expect(piece);
  return hand_on();
}

Status StreamWindow::put(const Chunk& chunk, const std::vector<std::string_view>& streams) {
  const auto found = chunks_.find(key_of(chunk));
  if (found == chunks_.end()) return fail(Errc::bug, "bytes of a chunk that nobody expects");
  if (found == chunks_.begin()) {
    for (std::size_t i = 0; i < streams.size(); ++i)
      if (!streams[i].empty()) DP_CHECK(take_(i, streams[i]));
    chunks_.erase(found);
    return hand_on();
  }
  found->second.here = true;
  for (const auto& bytes : streams) {
    found->second.streams.emplace_back(bytes);
    waiting_bytes_ += bytes.size();
  }
  return {};
}

Status StreamWindow::hand_on() {
  while (!chunks_.empty() && chunks_.begin()->second.here) {
    auto& streams = chunks_.begin()->second.streams;
    for (std::size_t i = 0; i < streams.size(); ++i) {
      if (!streams[i].empty()) DP_CHECK(take_(i, streams[i]));
      waiting_bytes_ -= streams[i].size();
    }
    chunks_.erase(chunks_.begin());
  }
  return {};
}

}  // namespace dp::run
