// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pool/store.hpp"
#include "run/map/chunk.hpp"

namespace dp::run {

/// Puts the chunks' stream bytes back into input order.
///
/// Chunks are known by where they begin; bytes are handed on as soon as all chunks before have
/// been. Bytes that came early wait here, and full() then asks for nothing to be leased but what
/// comes next. What waits takes a bounded memory, and beyond that a file without a name.
class StreamWindow {
 public:
  /// Takes the bytes of stream `stream`, in order.
  using Take = std::function<Status(std::size_t stream, std::string_view bytes)>;

  static constexpr std::uint64_t kMostBytes = 32 << 20;

  explicit StreamWindow(Take take, std::uint64_t most_bytes = kMostBytes)
      : take_(std::move(take)), most_bytes_(most_bytes) {}

  /// Bytes of a chunk that begins there may come: what is after it waits.
  void expect(const Chunk& chunk);
  /// A chunk is done in these pieces instead, or in none; what it has given by now stands before
  /// them.
  Status replace(const Chunk& chunk, const std::vector<Chunk>& pieces);
  /// A chunk's bytes, one text a stream: the last of them, or (`more`) those up to some place.
  /// Errors: also exhausted, where bytes that wait cannot be kept.
  Status put(const Chunk& chunk, const std::vector<std::string_view>& streams,
             bool more = false);

  [[nodiscard]] bool full() const noexcept {
    return waiting_bytes_ > most_bytes_ || chunks_.size() > kMostChunks;
  }
  [[nodiscard]] bool empty() const noexcept { return chunks_.empty(); }

 private:
  static constexpr std::size_t kMostChunks = 4096;
  using Key = std::pair<std::uint64_t, std::uint64_t>;  ///< item, place in it
  /// Bytes that wait, in memory or (then they have a size in the file) not.
  struct Text {
    std::size_t stream = 0;
    std::string bytes;
    pool::StoreRange kept;
  };
  struct Waiting {
    bool here = false;  ///< all of it
    std::vector<Text> texts;
  };

  static Key key_of(const Chunk& chunk) noexcept { return {chunk.first, chunk.begin}; }
  Status hand_on();
  Status hand_on(Waiting& chunk);
  Status keep(Waiting& chunk, std::size_t stream, std::string_view bytes);

  Take take_;
  std::uint64_t most_bytes_;  ///< that wait, before the window is full
  std::map<Key, Waiting> chunks_;
  std::uint64_t waiting_bytes_ = 0;
  std::uint64_t memory_bytes_ = 0;      ///< of these
  std::optional<pool::Stores> stores_;  ///< one, for the others
};

}  // namespace dp::run
