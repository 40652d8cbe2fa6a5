// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "pool/job.hpp"
#include "pool/retry_policy.hpp"

namespace dp::pool {

/// A lease as the runner keeps it, in private memory.
struct Record {
  Lease lease;  ///< `parts`: those not committed yet
  std::uint32_t attempt = 0;
  FaultCount faults;
  bool recalled =
      false;  ///< leased to another worker since; only its place in the queue is left
  bool prefixed = false;  ///< a prefix of its stream has committed: the worker has begun it
  bool stored = false;    ///< the request lies in the runner's store
  std::uint64_t request_end = 0;  ///< of its request in the request arena
};

}  // namespace dp::pool
