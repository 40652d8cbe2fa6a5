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
    std::optional<std::uint64_t> record;  ///< where it begins; nullopt: the whole item
    std::string reason;                   ///< the same in every run
    std::string detail;                   ///< of a death: what may differ from run to run
    std::uint64_t item = 0;               ///< of the chunk, counted from 0
  };
  std::vector<Chunk> pieces;  ///< to be done in its place; none: it is settled
  std::optional<Rejection> rejected;
};

/// What follows a worker's death or a task's failure: the chunk is taken apart around the place
/// that the worker was at; that place is done one record at a time; the record that kills again
/// is rejected, and everything else completes.
///
/// Cost: two deaths for a bad record or number, and a few for a bad item; a refused chunk of
///   numbers is halved.
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
  /// How many items of the chunk a death may be of, from Death::item on.
  [[nodiscard]] std::uint64_t suspects(const Chunk& chunk,
                                       const pool::Death& death) const noexcept;

 private:
  [[nodiscard]] Remedy after_death_over_numbers(const Chunk& chunk,
                                                const pool::Death& death) const;
  [[nodiscard]] Remedy blame(const Chunk& chunk, const pool::Death& death) const;

  Splitter splitter_;
  unsigned tries_;
};

}  // namespace dp::run
