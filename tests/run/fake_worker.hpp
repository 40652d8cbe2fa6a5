// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "pool/pool.hpp"
#include "protocol/map_requests.hpp"
#include "protocol/plan_requests.hpp"
#include "protocol/result_requests.hpp"

namespace dp::test {

/// What the workers of a run know without any plugin, and what is to go wrong.
///
/// An item is one record of ten bytes, its name: "NAME\n" in every stream, "NAME " in the state of
/// every reduction. An item that begins with "bad" fails as a whole; of one that begins with "odd" the
/// record is rejected. A stream's writer gives "head\n" and "tail\n", a result "(NAMES)": the names
/// sorted, "(" and ")" only if asked for.
struct FakeWork {
  protocol::Plan plan;
  std::uint64_t least_partial = 0;  ///< partials say that they have as many bytes, or more
  std::string bounds;               ///< what a combined partition replies
  protocol::RequestKind broken{};   ///< requests of this kind are refused: "KIND is broken"

  std::mutex mutex;
  std::vector<protocol::RequestKind> asked;        ///< all but map
  std::vector<protocol::FinishRequest> finishing;  ///< of these, what was to be finished
};

/// A pool whose workers are threads that do `work`, which outlives it.
pool::Pool fake_workers(unsigned workers, FakeWork& work);

}  // namespace dp::test
