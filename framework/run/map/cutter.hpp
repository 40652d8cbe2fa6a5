// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "protocol/slice.hpp"
#include "run/map/chunk.hpp"

namespace dp::run {

/// Cut an item, whose reader alone knows where records begin, into chunks that each begin with
/// a record.
///
/// The item is cut blindly into slices. Workers say of each where its first record begins,
/// which they guess, and where the first record after it does, which follows from that. The
/// item's first slice begins exactly. If slice k ends where the first record of slice k + 1 was
/// guessed to begin, the guess was right, and what follows from it holds: so every chunk is
/// exact. A slice whose guess is refuted is asked again, with its true beginning.
///
/// A worker may map a slice right away, and say these things when it has: what it made is a
/// chunk's if the guess is proved, and to be forgotten if not (see Speculation).
///
/// Law: the chunks, those given and those that were mapped already, cover every record of the
///   item once, in order, whatever the guesses.
/// Shape: questions run a limited number of slices before the chunks, so that the bytes are
///   still in memory when they are mapped.
class Cutter {
 public:
  /// Where do the records of this slice begin and end?
  struct Question {
    std::uint64_t number = 0;  ///< of the slice
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    bool exact = false;  ///< a record begins at `begin`
    bool map = false;    ///< map the records, too
  };
  /// What has become of a slice that was mapped from a guess.
  struct Verdict {
    std::uint64_t number = 0;
    bool right = false;
    Chunk chunk;  ///< if right; begin = end: no record begins in it
  };

  /// `item`: its place in the run's input. `first`: the number of the first slice. `ahead`: so
  /// many slices are asked about before the first of them is a chunk.
  Cutter(std::uint64_t item, std::uint64_t size, std::uint64_t slice_bytes, std::uint64_t first,
         std::size_t ahead);

  /// The next thing to ask; nullopt if that must wait. `may_map`: of a slice that was not asked
  /// about yet, the records may be mapped right away.
  std::optional<Question> next_question(bool may_map = false);
  void answer(std::uint64_t number, const protocol::RecordBounds& answer);
  /// The worker that was to map the slice could not: it is asked about like others.
  void not_mapped(std::uint64_t number);
  /// A question cannot be answered: the rest of the item is one chunk.
  void stop_asking();
  /// The next slice whose guess is proved, refuted, or void; nullopt: none now.
  std::optional<Verdict> judge();
  /// The next chunk to be mapped; nullopt if that must wait for answers or for judge().
  std::optional<Chunk> next();
  [[nodiscard]] std::uint64_t item() const noexcept { return item_; }
  /// Where the next chunk begins, and judged ones end.
  [[nodiscard]] Chunk place() const noexcept;
  /// All chunks were given or judged.
  [[nodiscard]] bool done() const noexcept {
    return slices_.empty() && (stopped_ ? known_ >= size_ : asked_to_ == size_);
  }

 private:
  struct Slice {
    Question question;
    bool asked = false;
    bool was_mapped = false;  ///< and is not worth a second guess
    std::optional<protocol::RecordBounds> answer;
  };

  void grow();
  Slice* slice(std::uint64_t number);
  void drop_covered();
  Chunk take_front();
  void refute_front();
  std::optional<Chunk> rest();

  std::uint64_t item_;
  std::uint64_t size_;
  std::uint64_t slice_bytes_;
  std::size_t ahead_;
  std::deque<Slice> slices_;    ///< not yet given as chunks
  std::uint64_t asked_to_ = 0;  ///< where the last slice ends
  std::uint64_t numbers_;
  std::uint64_t known_ = 0;  ///< a record begins here, and all before are in chunks
  bool stopped_ = false;     ///< asking: what is left is one chunk
};

}  // namespace dp::run
