// SPDX-License-Identifier: Apache-2.0
#include "run/map/rejections.hpp"

#include <utility>
#include <variant>

#include "input/lines.hpp"

namespace dp::run {

std::vector<pool::Lease> Rejections::reject(Chunk chunk, const Remedy::Rejection& rejected) {
  chunk.first += rejected.item;
  if (!rejected.record) {
    deaths_.reject(chunk.first, 0, rejected.detail);
    results_->reject_item(chunk, rejected.reason);
    return {};
  }
  chunk.items = 1;
  chunk.begin = *rejected.record;
  chunk.end = chunk.begin + 1;
  chunk.weight = 0;
  chunk.exact = true;
  chunk.past_first = chunk.fresh = false;
  std::vector<pool::Lease> leases;
  leases.push_back(leases_->make(ShowRecord{chunk, rejected.reason, rejected.detail}));
  return leases;
}

Status Rejections::take(std::uint64_t id, const protocol::RecordText& text) {
  const auto shown = std::get<ShowRecord>(table_->at(id));
  table_->free(id);
  deaths_.reject(shown.chunk.first, shown.chunk.begin + text.before, shown.detail);
  return results_->reject_record(shown.chunk, text, shown.reason);
}

Result<std::vector<pool::Lease>> Rejections::show_again(std::uint64_t id) {
  auto shown = std::get<ShowRecord>(table_->at(id));
  std::vector<pool::Lease> leases;
  if (!std::exchange(shown.chunk.fresh, true)) {
    table_->free(id);
    leases.push_back(leases_->make(shown));
    return leases;
  }
  protocol::RecordText text;
  text.raw = input::line_at(results_->items().list[shown.chunk.first], shown.chunk.begin);
  text.size = text.taken = text.raw.size();
  DP_CHECK(take(id, text));
  DP_CHECK(results_->check_limits(false));
  return leases;
}

}  // namespace dp::run
