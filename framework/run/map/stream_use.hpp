// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "input/items.hpp"
#include "run/map/chunk.hpp"

namespace dp::run {

/// Which bytes of the input's streams are still to be read: those of a chunk until all work on it
/// is done, and on the pieces that it fell into when a worker died.
/// Law: a stream frees nothing that begins at or after the first chunk with work left.
/// Lifetime: borrows the items.
class StreamUse {
 public:
  /// A chunk of a stream: its end, and how much work on it there is.
  struct Part {
    std::uint64_t end = 0;
    std::uint64_t works = 0;
  };

  explicit StreamUse(const input::Items& items) : items_(&items) {}

  /// The chunk was cut from its stream; work on it follows at once.
  void cut(const Chunk& chunk);
  /// There is work that begins at `chunk`: on the part that this gives, which is to be given to
  /// end(); nullptr: on nothing that was cut from a stream.
  Part* begin(const Chunk& chunk);
  void end(Part* part) noexcept;
  /// Let the streams free what nobody will read. Not while work is being replaced by its pieces.
  void release();

 private:
  using Place = std::pair<std::uint64_t, std::uint64_t>;  ///< item, begin

  const input::Items* items_;
  std::map<Place, Part> parts_;
};

}  // namespace dp::run
