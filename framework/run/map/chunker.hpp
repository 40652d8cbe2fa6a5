// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "input/items.hpp"
#include "pipeline/model.hpp"
#include "protocol/plan.hpp"

namespace dp::run {

/// What one lease hands a worker: items [first, first + items), whole; or, of one item, the
/// bytes [begin, end); or the numbers [first, first + items).
struct Chunk {
  std::uint64_t first = 0;
  std::uint64_t items = 1;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;     ///< kWholeItem: items are whole
  std::uint64_t weight = 0;  ///< bytes of the input's files that it covers, for progress
  bool exact = true;         ///< Intake::records: a record begins at `begin`
  bool careful = false;      ///< one record at a time
  std::uint64_t careful_end = ~std::uint64_t{0};  ///< Intake::records: where that ends
  bool past_first = false;  ///< Intake::records: the first record was set aside
  unsigned tries = 0;       ///< deaths that its item was blamed for already
  bool held = false;        ///< in Progress::bytes_held
  /// Not a chunk, but a whole item for a Cutter to cut into chunks of about `slice_bytes`.
  bool to_be_cut = false;
  std::uint64_t slice_bytes = 0;
  /// Not a chunk, but the Cutter's question of this number, and one.
  std::uint64_t question = 0;
  /// Not known to be a chunk: mapped from the guess of this number, and one (see MapJob).
  std::uint64_t guess = 0;
  bool refuted = false;   ///< the guess was wrong
  bool streamed = false;  ///< what it gives by itself has been committed
};

/// Cut the input into chunks, in order.
///
/// Law: the chunks cover every byte of every item, each once.
/// Shape: with chunksize auto, files that can be cut give slices that shrink toward the end
///   (2 MiB to 256 KiB), small files travel together, and numbers come in runs of up to 4,096.
class Chunker {
 public:
  Chunker(const input::Items& items, protocol::Intake intake, pipeline::Chunksize chunksize,
          unsigned workers);

  /// The next chunk; nullopt at the end.
  std::optional<Chunk> next();

 private:
  [[nodiscard]] std::uint64_t target_bytes() const noexcept;
  std::optional<Chunk> next_numbers();
  Chunk next_slice();
  Chunk next_to_cut();
  Chunk next_files();
  [[nodiscard]] bool can_cut(const input::Item& item) const noexcept;

  const input::Items* items_;
  protocol::Intake intake_;
  pipeline::Chunksize chunksize_;
  std::uint64_t workers_;
  std::uint64_t item_ = 0;    ///< next item or number
  std::uint64_t offset_ = 0;  ///< in it
  std::uint64_t left_ = 0;    ///< bytes not yet in a chunk
};

}  // namespace dp::run
