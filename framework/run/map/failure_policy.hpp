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
/// What passes a limit of time or memory need not be to blame: others took the memory before, or the
/// machine was busy. So before anything is rejected for that, it is tried alone, by a fresh worker.
///
/// Cost: two deaths for a bad record or number, up to five for one that passes a limit, and a few
///   for a bad item; a refused chunk of numbers is halved.
/// Law: what follows depends on the arguments alone. The pieces cover what the chunk covers but
///   for what is rejected; each is smaller, more careful, or has fewer tries left than the chunk,
///   so that failures end (but for external deaths, which the pool counts).
/// Lifetime: borrows the items.
class FailurePolicy {
 public:
  struct Limits {
    unsigned tries = 2;  ///< deaths that an item may be blamed for before it is rejected
    bool short_timeout =
        false;  ///< the time limit is so short that one try alone proves little
  };

  FailurePolicy(protocol::Intake intake, const input::Items& items, const Limits& limits)
      : splitter_(intake, items), limits_(limits) {}

  /// The task refused the chunk.
  [[nodiscard]] Remedy after_failure(const Chunk& chunk, const std::string& reason) const;
  /// A worker died over the chunk.
  [[nodiscard]] Remedy after_death(const Chunk& chunk, const pool::Death& death) const;
  /// How many items of the chunk a death may be of, from Death::item on.
  [[nodiscard]] std::uint64_t suspects(const Chunk& chunk,
                                       const pool::Death& death) const noexcept;
  [[nodiscard]] const Splitter& splitter() const noexcept { return splitter_; }

 private:
  [[nodiscard]] Remedy after_death_over_numbers(const Chunk& chunk,
                                                const pool::Death& death) const;
  [[nodiscard]] Remedy after_crash(const Chunk& chunk, const pool::Death& death) const;
  [[nodiscard]] Remedy after_limit(const Chunk& chunk, const pool::Death& death) const;
  [[nodiscard]] unsigned tries_after(const pool::Death& death) const noexcept;
  [[nodiscard]] Remedy blame(const Chunk& chunk, const pool::Death& death) const;

  Splitter splitter_;
  Limits limits_;
};

}  // namespace dp::run
