// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <map>
#include <optional>
#include <vector>

#include "pool/job.hpp"

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
///   alone. A death from outside is no fault: the chunk is tried again in smaller pieces, so
///   that workers that are shot at get something done between two shots. But kOutsidePerStrike
///   of those over one item alone are a strike, or what an out-of-memory killer does would
///   never end.
class ItemRetry {
 public:
  static constexpr unsigned kStrikes = 2;
  static constexpr unsigned kOutsidePerStrike = 20;

  struct Verdict {
    std::vector<Span> again;            ///< to be leased in place of the chunk, in item order
    std::optional<std::uint64_t> lost;  ///< the item that is given up
    Error error;                        ///< why: "item 17: killed by SIGSEGV"
  };

  /// `span`: the chunk's items.
  Verdict died(Span span, const pool::Death& death);

 private:
  struct Note {
    unsigned strikes = 0, outside = 0;
  };
  std::map<std::uint64_t, Note> notes_;  ///< by item
};

}  // namespace dp::parallel
