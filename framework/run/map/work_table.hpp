// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "input/items.hpp"
#include "protocol/map_requests.hpp"
#include "run/map/chunk.hpp"
#include "run/map/stream_use.hpp"
#include "run/progress.hpp"

namespace dp::run {

/// Map a chunk.
struct MapChunk {
  Chunk chunk;
  bool streamed = false;  ///< what it gives by itself has been committed
  /// What it gives by itself has been committed up to there.
  std::optional<protocol::Mark> mark = std::nullopt;
};
/// Map a slice from a guess of where its records begin: it is not known to be a chunk.
struct MapGuess {
  Chunk chunk;
  std::uint64_t number = 0;  ///< of the slice, by which its Cutter knows it
  bool streamed = false;
  bool refuted = false;  ///< the guess was wrong
};
/// Tell where the records of a slice begin and end.
struct FindBounds {
  Chunk chunk;
  std::uint64_t number = 0;  ///< of the slice, by which its Cutter knows it
};
/// Show the record that begins at the chunk's begin: it is rejected.
struct ShowRecord {
  Chunk chunk;
  std::string reason, detail;  ///< see Remedy::Rejection
};
/// What one lease hands a worker.
using Work = std::variant<MapChunk, MapGuess, FindBounds, ShowRecord>;

inline Chunk& chunk_of(Work& work) noexcept {
  return std::visit([](auto& each) -> Chunk& { return each.chunk; }, work);
}

/// The work that is leased, by the ids of the leases; and how much of it is held and done, in
/// Progress.
///
/// Law: an id is never given twice; what a StreamUse knows of work, it knows from here.
/// Shape: as many places as there was work at once.
/// Lifetime: borrows progress and items.
class WorkTable {
 public:
  WorkTable(Progress& progress, const input::Items& items)
      : progress_(&progress), streams_(items) {}

  /// Give an id to work that is about to be leased.
  std::uint64_t open(const Work& work);
  [[nodiscard]] Work& at(std::uint64_t id) { return entries_[id & kPlace].work; }
  [[nodiscard]] Chunk& chunk(std::uint64_t id) { return chunk_of(at(id)); }
  /// The work has become other work, under the same id.
  void change(std::uint64_t id, const Work& work);
  /// A worker has folded it into its state; or, it has been given up.
  void set_held(std::uint64_t id, bool held);
  /// The work is done.
  void close(std::uint64_t id);
  /// The work is not wanted any more.
  void free(std::uint64_t id);
  /// A chunk is done, though it is not here.
  void settle(const Chunk& chunk);
  [[nodiscard]] StreamUse& streams() noexcept { return streams_; }

 private:
  static constexpr std::uint64_t kPlace = 0xffffffff;  ///< the part of an id that is a place
  struct Entry {
    Work work;
    StreamUse::Part* part = nullptr;  ///< that it is on
    bool held = false;                ///< in what Progress counts as held
  };

  Progress* progress_;
  StreamUse streams_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> free_;  ///< places in entries_
  std::uint64_t generation_ = 0;
};

}  // namespace dp::run
