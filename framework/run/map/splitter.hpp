// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "input/items.hpp"
#include "protocol/map_requests.hpp"
#include "protocol/plan.hpp"
#include "run/map/chunk.hpp"

namespace dp::run {

/// Takes a chunk apart after a worker's death or a task's failure, so that what is to blame is
/// alone in its piece.
///
/// Law: the pieces cover what the chunk covers, in order, but for what is said to be left out.
/// Lifetime: borrows the items.
class Splitter {
 public:
  Splitter(protocol::Intake intake, const input::Items& items)
      : intake_(intake), items_(&items) {}

  /// A reader can be made to read one record at a time.
  [[nodiscard]] bool has_records() const noexcept {
    return intake_ == protocol::Intake::lines || intake_ == protocol::Intake::records;
  }
  /// Numbers, which are mapped many at a time.
  [[nodiscard]] bool has_numbers() const noexcept { return intake_ == protocol::Intake::range; }
  /// Nothing in it is to blame: two pieces, if they are worth it.
  [[nodiscard]] std::vector<Chunk> in_halves(const Chunk& chunk) const;
  /// A piece for each item.
  [[nodiscard]] std::vector<Chunk> by_item(const Chunk& chunk) const;
  /// A worker died over item `item` of the chunk, or (numbers) over one of the batch that begins
  /// with it: these are to be done one at a time.
  [[nodiscard]] std::vector<Chunk> around_item(const Chunk& chunk, std::uint64_t item) const;
  /// A worker died over one item, at `place` or later: what is near is to be done one record
  /// at a time.
  [[nodiscard]] std::vector<Chunk> around(const Chunk& chunk, std::uint64_t place) const;
  /// The chunk in two: what is before the mark, and what is not. Either may have several pieces.
  [[nodiscard]] std::pair<std::vector<Chunk>, std::vector<Chunk>> divide(
      const Chunk& chunk, const protocol::Mark& mark) const;
  /// The mark lies in the chunk, after `last`.
  [[nodiscard]] static bool is_mark(const Chunk& chunk, const protocol::Mark& mark,
                                    const std::optional<protocol::Mark>& last) noexcept;
  /// The chunk with what begins at `place` in a piece of its own, for a fresh worker.
  [[nodiscard]] std::vector<Chunk> with_record_alone(const Chunk& chunk,
                                                     std::uint64_t place) const;
  /// The chunk with its item (or number) `item` in a piece of its own, for a fresh worker.
  [[nodiscard]] std::vector<Chunk> with_item_alone(const Chunk& chunk,
                                                   std::uint64_t item) const;
  /// The chunk without its item `item`, which was rejected.
  [[nodiscard]] std::vector<Chunk> without_item(const Chunk& chunk, std::uint64_t item) const;
  /// The chunk without the record at `place`, which was rejected. `passed`: it was so before,
  /// and could not even be passed over.
  [[nodiscard]] std::vector<Chunk> without(const Chunk& chunk, std::uint64_t place,
                                           bool passed) const;

 private:
  [[nodiscard]] Chunk some_items(const Chunk& chunk, std::uint64_t from,
                                 std::uint64_t items) const;

  protocol::Intake intake_;
  const input::Items* items_;
};

}  // namespace dp::run
