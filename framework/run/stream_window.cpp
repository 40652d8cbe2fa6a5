// SPDX-License-Identifier: Apache-2.0
#include "run/stream_window.hpp"

namespace dp::run {

void StreamWindow::expect(const Chunk& chunk) { chunks_.emplace(key_of(chunk), Waiting{}); }

Status StreamWindow::replace(const Chunk& chunk, const std::vector<Chunk>& pieces) {
  const auto found = chunks_.find(key_of(chunk));
  // A piece may begin where the chunk does, if that has given nothing yet.
  if (found != chunks_.end() && found->second.texts.empty())
    chunks_.erase(found);
  else if (found != chunks_.end())
    found->second.here = true;
  for (const auto& piece : pieces) expect(piece);
  return hand_on();
}

Status StreamWindow::put(const Chunk& chunk, const std::vector<std::string_view>& streams,
                         bool more) {
  const auto found = chunks_.find(key_of(chunk));
  if (found == chunks_.end()) return fail(Errc::bug, "bytes of a chunk that nobody expects");
  auto& waiting = found->second;
  const bool is_next = found == chunks_.begin();
  if (is_next) DP_CHECK(hand_on(waiting));
  for (std::size_t i = 0; i < streams.size(); ++i) {
    if (streams[i].empty()) continue;
    DP_CHECK(is_next ? take_(i, streams[i]) : keep(waiting, i, streams[i]));
  }
  waiting.here = !more;
  return hand_on();
}

Status StreamWindow::keep(Waiting& chunk, std::size_t stream, std::string_view bytes) {
  Text text{stream, {}, {}};
  if (memory_bytes_ + bytes.size() <= most_bytes_) {
    text.bytes = bytes;
    memory_bytes_ += bytes.size();
  } else {
    if (!stores_) {
      DP_TRY(stores_, pool::Stores::create(1, {}));
    }
    DP_TRY(text.kept, pool::append_to_store(stores_->descriptor(0), 0, bytes));
  }
  waiting_bytes_ += bytes.size();
  chunk.texts.push_back(std::move(text));
  return {};
}

Status StreamWindow::hand_on() {
  while (!chunks_.empty()) {
    auto& first = chunks_.begin()->second;
    DP_CHECK(hand_on(first));
    if (!first.here) break;
    chunks_.erase(chunks_.begin());
  }
  return {};
}

/// What waits of a chunk whose turn it is.
Status StreamWindow::hand_on(Waiting& chunk) {
  std::string kept;
  for (const auto& text : chunk.texts) {
    const bool in_memory = text.kept.size == 0;
    if (in_memory) memory_bytes_ -= text.bytes.size();
    if (!in_memory) {
      const auto read = pool::read_store(stores_->descriptor(0), text.kept, kept);
      // Nobody's reply is to blame.
      if (!read) return fail(Errc::io, read.error().message);
      stores_->free(text.kept);
    }
    const auto& bytes = in_memory ? text.bytes : kept;
    waiting_bytes_ -= bytes.size();
    DP_CHECK(take_(text.stream, bytes));
  }
  chunk.texts.clear();
  return {};
}

}  // namespace dp::run
