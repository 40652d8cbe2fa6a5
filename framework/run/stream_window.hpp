// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "run/map/chunk.hpp"

namespace dp::run {

/// Puts the chunks' stream bytes back into input order.
///
/// Chunks are known by where they begin; bytes are handed on as soon as all chunks before have
/// been. Bytes that came early wait here, and full() then asks for nothing to be leased but what
/// comes next.
class StreamWindow {
 public:
  /// Takes the bytes of stream `stream`, in order.
  using Take = std::function<Status(std::size_t stream, std::string_view bytes)>;

  static constexpr std::uint64_t kMostBytes = 32 << 20;

  explicit StreamWindow(Take take, std::uint64_t most_bytes = kMostBytes)
      : take_(std::move(take)), most_bytes_(most_bytes) {}

  /// Bytes of a chunk that begins there may come: what is after it waits.
  void expect(const Chunk& chunk);
  /// A chunk is done in these pieces instead, or in none (then it has no bytes).
  Status replace(const Chunk& chunk, const std::vector<Chunk>& pieces);
  /// A chunk's bytes, one text a stream.
  Status put(const Chunk& chunk, const std::vector<std::string_view>& streams);

  [[nodiscard]] bool full() const noexcept {
    return waiting_bytes_ > most_bytes_ || chunks_.size() > kMostChunks;
  }
  [[nodiscard]] bool empty() const noexcept { return chunks_.empty(); }

 private:
  static constexpr std::size_t kMostChunks = 4096;
  using Key = std::pair<std::uint64_t, std::uint64_t>;  ///< item, place in it
  struct Waiting {
    bool here = false;
    std::vector<std::string> streams;
  };

  static Key key_of(const Chunk& chunk) noexcept { return {chunk.first, chunk.begin}; }
  Status hand_on();

  Take take_;
  std::uint64_t most_bytes_;  ///< that wait, before the window is full
  std::map<Key, Waiting> chunks_;
  std::uint64_t waiting_bytes_ = 0;
};

}  // namespace dp::run
