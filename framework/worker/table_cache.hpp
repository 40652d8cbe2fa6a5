// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <dp/result.hpp>
#include <map>
#include <memory>
#include <utility>

#include "pool/worker.hpp"
#include "protocol/plan.hpp"
#include "worker/table_view.hpp"

namespace dp::worker {

/// The tables that a worker has opened, each once: they lie in a store, and all workers share their
/// pages.
///
/// Threads: one.
class TableCache {
 public:
  /// Open the tables that a plan's stages join with, and forget others. Errors: corrupt, io.
  Status keep(const protocol::Plan& plan, pool::WorkerContext& context);
  /// The table that lies there. Errors: bug: it was not opened.
  [[nodiscard]] Result<std::shared_ptr<const TableView>> find(
      const pool::StoreRange& range) const;

 private:
  using Place = std::pair<std::uint32_t, std::uint64_t>;  ///< store, offset
  std::map<Place, std::shared_ptr<const TableView>> tables_;
};

}  // namespace dp::worker
