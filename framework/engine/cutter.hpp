// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "engine/chunker.hpp"

namespace dp::engine {

/// Cut an item, whose reader alone knows where records begin, into chunks that each begin with
/// a record.
///
/// The item is cut blindly into slices. Workers say of each where its first record begins,
/// which they guess, and where the first record behind it does, which follows from that. The
/// item's first slice begins exactly. If slice k ends where the first record of slice k + 1 was
/// guessed to begin, the guess was right, and what follows from it holds: so every chunk is
/// exact. A slice whose guess is refuted is asked again, with its true beginning.
///
/// Law: the chunks cover every record of the item once, in order, whatever the guesses.
/// Shape: questions run at most kAhead slices before the chunks, so that the bytes are still in
///   memory when they are mapped.
class Cutter {
 public:
  static constexpr std::size_t kAhead = 32;

  /// Where do the records of this slice begin and end?
  struct Question {
    std::uint64_t number = 0;  ///< of the slice
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    bool exact = false;  ///< a record begins at `begin`
  };
  struct Answer {
    bool found = false;       ///< a record begins in the slice
    std::uint64_t begin = 0;  ///< the first one, if found
    std::uint64_t end = 0;    ///< the first one behind the slice, if found
  };

  /// `item`: its place in the run's input.
  Cutter(std::uint64_t item, std::uint64_t size, std::uint64_t slice_bytes);

  /// The next thing to ask; nullopt if that must wait.
  std::optional<Question> ask();
  void answer(std::uint64_t number, const Answer& answer);
  /// A question cannot be answered: the rest of the item is one chunk.
  void give_up() noexcept { given_up_ = true; }
  /// The next chunk; nullopt if that must wait for answers.
  std::optional<Chunk> next();
  [[nodiscard]] std::uint64_t item() const noexcept { return item_; }
  /// All chunks were given.
  [[nodiscard]] bool done() const noexcept { return slices_.empty() && asked_to_ == size_; }

 private:
  struct Slice {
    Question question;
    bool asked = false;
    std::optional<Answer> answer;
  };

  void grow();
  std::optional<Chunk> rest();

  std::uint64_t item_;
  std::uint64_t size_;
  std::uint64_t slice_bytes_;
  std::deque<Slice> slices_;    ///< not yet given as chunks
  std::uint64_t asked_to_ = 0;  ///< where the last slice ends
  std::uint64_t numbers_ = 0;
  std::uint64_t known_ = 0;  ///< a record begins here, and all before are in chunks
  bool given_up_ = false;
};

}  // namespace dp::engine
