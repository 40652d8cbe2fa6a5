// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <map>
#include <optional>
#include <vector>

#include "pool/job.hpp"
#include "pool/retry_policy.hpp"

namespace dp::parallel {

/// `count` items of a list, from number `first` on.
struct Span {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  bool operator==(const Span&) const = default;
};

/// Decide what becomes of the items of a chunk over which a worker died: the policy of jobs
/// whose items stand for themselves.
///
/// Law: an item is given up only when it ended a worker twice by its own fault, the second time
///   alone. An external death is no fault (see pool/retry_policy.hpp): the chunk is tried again in
///   smaller pieces, so that workers that something kills now and then get something done between.
class ItemRetry {
 public:
  struct Verdict {
    std::vector<Span> again;            ///< to be leased in place of the chunk, in item order
    std::optional<std::uint64_t> lost;  ///< the item that is given up
    Error error;                        ///< why: "item 17: the worker was killed by ..."
  };

  /// `span`: the chunk's items.
  Verdict died(Span span, const pool::Death& death);

 private:
  std::map<std::uint64_t, pool::FaultCount> faults_;  ///< by item
};

}  // namespace dp::parallel
