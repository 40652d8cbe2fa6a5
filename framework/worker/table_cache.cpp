// SPDX-License-Identifier: Apache-2.0
#include "worker/table_cache.hpp"

namespace dp::worker {

Status TableCache::keep(const protocol::Plan& plan, pool::WorkerContext& context) {
  decltype(tables_) kept;
  for (const auto& stage : plan.stages) {
    if (stage.kind != protocol::Stage::Kind::join) continue;
    const auto& range = stage.join.table;
    const Place place{range.store, range.offset};
    if (const auto known = tables_.find(place); known != tables_.end()) {
      kept.insert(*known);
      continue;
    }
    DP_TRY(auto bytes, context.view(range));
    DP_TRY(auto table, TableView::open(std::move(bytes)));
    kept[place] = std::move(table);
  }
  tables_ = std::move(kept);
  return {};
}

Result<std::shared_ptr<const TableView>> TableCache::find(const pool::StoreRange& range) const {
  const auto found = tables_.find({range.store, range.offset});
  if (found == tables_.end()) return fail(Errc::bug, "a table that was not opened");
  return found->second;
}

}  // namespace dp::worker
