// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "input/items.hpp"
#include "pool/job.hpp"
#include "protocol/plan.hpp"
#include "run/map/chunk.hpp"
#include "run/map/splitter.hpp"

namespace dp::run {

/// What is done about a chunk that failed.
struct Remedy {
  struct Rejection {
    std::optional<std::uint64_t> record;  ///< where it begins; nullopt: the chunk's item
    std::string reason;
  };
  std::vector<Chunk> pieces;  ///< to be done in its place; none: it is settled
  std::optional<Rejection> rejected;
};

/// What follows a worker's death or a task's failure: the chunk is taken apart around the place
/// that the worker was at; that place is done one record at a time; the record that kills again
/// is rejected, and everything else completes.
///
/// Law: what follows depends on the arguments alone. The pieces cover what the chunk covers but
///   for what is rejected; each is smaller, more careful, or has fewer tries left than the chunk,
///   so that failures end (but for external deaths, which the pool counts).
/// Lifetime: borrows the items.
class FailurePolicy {
 public:
  /// `tries`: deaths that an item may be blamed for before it is rejected.
  FailurePolicy(protocol::Intake intake, const input::Items& items, unsigned tries)
      : splitter_(intake, items), tries_(tries) {}

  /// The task refused the chunk.
  [[nodiscard]] Remedy after_failure(const Chunk& chunk, const std::string& reason) const;
  /// A worker died over the chunk.
  [[nodiscard]] Remedy after_death(const Chunk& chunk, const pool::Death& death) const;

 private:
  [[nodiscard]] Remedy blame(const Chunk& chunk, const pool::Death& death) const;

  Splitter splitter_;
  unsigned tries_;
};

}  // namespace dp::run
