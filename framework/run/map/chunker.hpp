// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "input/items.hpp"
#include "pipeline/model.hpp"
#include "protocol/plan.hpp"
#include "run/map/chunk.hpp"

namespace dp::run {

/// An item that its reader alone can cut, into chunks of about `slice_bytes`; see Cutter.
struct ItemToCut {
  std::uint64_t item = 0;
  std::uint64_t size = 0;
  std::uint64_t slice_bytes = 0;
};

/// An item that comes as a stream; see StreamCutter.
struct StreamToCut {
  std::uint64_t item = 0;
  std::uint64_t slice_bytes = 0;
};

/// Cut the input into chunks, in order.
///
/// Law: the chunks, and the items to be cut, cover every byte of every item, each once.
/// Shape: with chunksize auto, files that can be cut give slices that shrink toward the end
///   (2 MiB to 256 KiB), small files travel together, and numbers come in runs of up to 4,096.
class Chunker {
 public:
  Chunker(const input::Items& items, protocol::Intake intake, pipeline::Chunksize chunksize,
          unsigned workers);

  /// The next chunk; nullopt at the end.
  std::optional<std::variant<Chunk, ItemToCut, StreamToCut>> next();

 private:
  [[nodiscard]] std::uint64_t target_bytes() const noexcept;
  Chunk next_numbers();
  Chunk next_slice();
  ItemToCut next_to_cut();
  StreamToCut next_stream();
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
