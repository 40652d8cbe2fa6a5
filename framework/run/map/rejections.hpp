// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <vector>

#include "pool/job.hpp"
#include "protocol/map_requests.hpp"
#include "run/death_log.hpp"
#include "run/map/failure_policy.hpp"
#include "run/map/lease_maker.hpp"
#include "run/map/map_results.hpp"
#include "run/map/work_table.hpp"

namespace dp::run {

/// Rejects what failures cost: an item at once; a record when a worker has shown its bytes, which
/// are kept with it.
/// Lifetime: borrows all that it is given.
class Rejections {
 public:
  Rejections(WorkTable& table, MapResults& results, LeaseMaker& leases)
      : table_(&table), results_(&results), leases_(&leases) {}

  /// Reject an item of the chunk; or lease the question what the record is.
  std::vector<pool::Lease> reject(Chunk chunk, const Remedy::Rejection& rejected);
  /// The record is shown: it is rejected. Errors: those of the reject log.
  Status take(std::uint64_t id, const protocol::RecordText& text);
  /// The record could not be shown. A fresh worker tries once more; then its first line has to do.
  /// Errors: those of the reject log; budget.
  Result<std::vector<pool::Lease>> show_again(std::uint64_t id);

  [[nodiscard]] DeathLog& deaths() noexcept { return deaths_; }
  [[nodiscard]] const DeathLog& deaths() const noexcept { return deaths_; }

 private:
  WorkTable* table_;
  MapResults* results_;
  LeaseMaker* leases_;
  DeathLog deaths_;
};

}  // namespace dp::run
