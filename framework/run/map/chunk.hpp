// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "protocol/slice.hpp"

namespace dp::run {

/// What a worker is to map: items [first, first + items), whole; or, of one item, the bytes
/// [begin, end); or the numbers [first, first + items).
struct Chunk {
  std::uint64_t first = 0;
  std::uint64_t items = 1;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;     ///< kWholeItem: items are whole
  std::uint64_t weight = 0;  ///< bytes of the input's files that it covers, for progress
  bool careful = false;      ///< one record at a time
  bool fresh = false;        ///< a fresh worker is to do it, before anything else
  unsigned tries = 0;        ///< deaths that its item was blamed for already
  // Of items that are cut by records:
  bool exact = true;                                 ///< a record begins at `begin`
  std::uint64_t careful_end = protocol::kWholeItem;  ///< where careful mode ends
  /// The record that begins at `begin` - 1 is no part of it, and is to be passed over.
  bool past_first = false;

  bool operator==(const Chunk&) const = default;
};

/// Where its worker begins to read.
inline std::uint64_t read_from(const Chunk& chunk) noexcept {
  return chunk.past_first ? chunk.begin - 1 : chunk.begin;
}

/// The chunk is a part of one item.
inline bool is_slice(const Chunk& chunk) noexcept { return chunk.end != protocol::kWholeItem; }

}  // namespace dp::run
