// SPDX-License-Identifier: Apache-2.0
#include "run/map/lease_maker.hpp"

namespace dp::run {

LeaseMaker::LeaseMaker(const pool::StoreRange& plan_range, const protocol::Plan& plan,
                       const input::Items& items, WorkTable& table)
    : numbers_(plan.intake == protocol::Intake::range), items_(&items), table_(&table) {
  request_.plan = plan_range;
}

pool::Lease LeaseMaker::make(const Work& work) {
  pool::Lease lease;
  lease.chunk = table_->open(work);
  const Chunk& chunk = table_->chunk(lease.chunk);
  lease.items = chunk.items;
  lease.fresh = chunk.fresh;
  fill(chunk);
  if (std::holds_alternative<FindBounds>(work)) {
    lease.parts = pool::kStream;
    const protocol::CutRequest cut{request_.plan, request_.slices.front()};
    protocol::encode_request(lease.request, cut);
    return lease;
  }
  if (std::holds_alternative<ShowRecord>(work)) {
    lease.parts = pool::kStream;
    const protocol::ShowRequest show{request_.plan, request_.slices.front()};
    protocol::encode_request(lease.request, show);
    return lease;
  }
  const auto* mapped = std::get_if<MapChunk>(&work);
  lease.parts = mapped != nullptr && mapped->streamed ? pool::kState : pool::kAll;
  // Of a chunk that begins nobody knows where, nobody could say what is left of it.
  lease.prefixes = mapped == nullptr || (chunk.exact && !mapped->streamed);
  request_.prefixes = lease.prefixes;
  protocol::encode_request(lease.request, request_);
  return lease;
}

void LeaseMaker::fill(const Chunk& chunk) {
  request_.careful = chunk.careful;
  if (numbers_) {
    request_.begin = chunk.first;
    request_.end = chunk.first + chunk.items;
    return;
  }
  request_.slices.resize(chunk.items);
  for (std::uint64_t i = 0; i < chunk.items; ++i) {
    const auto& item = items_->list[chunk.first + i];
    auto& slice = request_.slices[i];
    slice.item = chunk.first + i;
    slice.name = item.name;
    slice.path.assign(item.path == item.name ? "" : item.path);
    slice.stamp = item.stamp_now();
    slice.stream = item.stream != nullptr;
    slice.more = slice.stream && (!item.stream->ended() || !item.stream->damage().empty());
    slice.compression = item.compression;
    slice.text = item.text_now();
    slice.begin = read_from(chunk);
    slice.end = chunk.end;
    slice.exact = chunk.exact;
    slice.careful_end = chunk.careful_end;
    slice.past_first = chunk.past_first;
  }
}

}  // namespace dp::run
