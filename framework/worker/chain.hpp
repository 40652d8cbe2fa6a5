// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <array>
#include <cstdint>
#include <dp/result.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "input/line_slicer.hpp"
#include "pool/worker.hpp"
#include "protocol/counts.hpp"
#include "protocol/map_requests.hpp"
#include "protocol/partial_place.hpp"
#include "protocol/plan.hpp"
#include "protocol/slice.hpp"
#include "worker/libraries.hpp"

namespace dp::worker {

/// What a chunk gives by itself.
struct ChunkOutput {
  protocol::Counts counts;
  /// Where the records of a slice that was not exact begin and end.
  std::optional<protocol::RecordBounds> bounds;
  std::string rejects;               ///< as append_reject writes them
  std::vector<std::string> streams;  ///< bytes for each of the plan's streams

  [[nodiscard]] std::size_t bytes() const noexcept;
  void clear();
};

/// Called where all that came so far of a chunk is in its output: its first `items` items, and of
/// the next one the records that begin before `offset`.
using AtBorder = std::function<Status(const protocol::Mark& mark)>;

/// A plan at work in a worker: batches pushed through the stages, into reducers and writers.
///
/// Errors: a failed call leaves tasks and states spoiled: renew() before going on.
/// Lifetime: borrows the plan and the libraries.
/// Threads: one.
class Chain {
 public:
  static Result<std::unique_ptr<Chain>> open(const protocol::Plan& plan, Libraries& libraries);
  Chain(const Chain&) = delete;
  Chain& operator=(const Chain&) = delete;
  ~Chain();

  /// Say what the coming chunk is to feed: its own output, the states, or both.
  void want(bool output, bool state) noexcept;
  /// Have `at_border` called at each border between two blocks of a chunk (and, in careful mode, two
  /// records). Errors of it are those of run and run_range.
  void call_at_borders(AtBorder at_border);
  /// Push a slice through. `careful`: one record at a time, each reported by position.
  Status run(const protocol::Slice& slice, std::uint64_t item_in_chunk, bool careful,
             pool::WorkerContext& context);
  /// Push the numbers [begin, end) through, as records.
  Status run_range(std::uint64_t begin, std::uint64_t end, bool careful,
                   pool::WorkerContext& context);

  /// Where the records of a slice begin and end (see Cutter). Feeds nothing.
  /// Errors: also those of the reader.
  Result<protocol::RecordBounds> cut(const protocol::Slice& slice,
                                     pool::WorkerContext& context);

  /// The record that a slice begins with. Feeds nothing. Errors: also those of the reader.
  Result<protocol::RecordText> show(const protocol::Slice& slice, pool::WorkerContext& context);

  [[nodiscard]] ChunkOutput& output() noexcept;
  /// Bytes that the reducers hold.
  [[nodiscard]] std::uint64_t state_bytes();
  /// Put the partial of one reduction into the store.
  Result<protocol::PartialPlace> save(std::size_t reduction, pool::WorkerContext& context);
  /// All reducers back to their empty state.
  Status reset();
  /// After a failure: open all tasks anew.
  Status renew();

 private:
  class Impl;
  explicit Chain(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace dp::worker
