// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "input/items.hpp"
#include "pool/job.hpp"
#include "protocol/map_requests.hpp"
#include "protocol/plan.hpp"
#include "run/map/work_table.hpp"

namespace dp::run {

/// Makes leases, and the requests in them.
///
/// Lifetime: borrows plan, items and table.
class LeaseMaker {
 public:
  LeaseMaker(const pool::StoreRange& plan_range, const protocol::Plan& plan,
             const input::Items& items, WorkTable& table);

  /// Open the work in the table, and write its request.
  pool::Lease make(const Work& work);

 private:
  void fill(const Chunk& chunk);

  bool numbers_;  ///< the records are the numbers of a range
  const input::Items* items_;
  WorkTable* table_;
  protocol::MapRequest request_;  ///< keeps its storage from lease to lease
};

}  // namespace dp::run
