// SPDX-License-Identifier: Apache-2.0
#include "run/map/map_results.hpp"

#include "input/lines.hpp"

namespace dp::run {

MapResults::MapResults(const Into& into, const ErrorLimits& limits)
    : into_(into), limits_(limits), partials_(into.plan->reductions.size()) {}

void MapResults::expect(const Chunk& chunk) {
  if (into_.streams != nullptr) into_.streams->expect(chunk);
}

Status MapResults::replace(const Chunk& chunk, const std::vector<Chunk>& pieces) {
  return into_.streams == nullptr ? Status{} : into_.streams->replace(chunk, pieces);
}

Status MapResults::add(const Chunk& chunk, const protocol::StreamReply& reply) {
  into_.progress->counts += reply.counts;
  DP_CHECK(into_.rejects->add(reply.rejects));
  return into_.streams == nullptr ? Status{} : into_.streams->put(chunk, reply.streams);
}

Status MapResults::add(const Chunk& first, std::size_t chunks, protocol::StateReply reply) {
  if (into_.plan->in_order() && chunks != 1)
    return fail(Errc::corrupt, "a worker's state (got " + std::to_string(chunks) +
                                   " chunks in it, expected one at a time)");
  if (reply.partials.size() != partials_.size())
    return fail(Errc::corrupt, "a worker's partials (got " +
                                   std::to_string(reply.partials.size()) + ", expected " +
                                   std::to_string(partials_.size()) + ")");
  into_.progress->counts += reply.counts;
  for (std::size_t i = 0; i < partials_.size(); ++i) {
    auto& partial = reply.partials[i];
    if (partial.range.size == 0) continue;
    partial.origin = {first.first, first.begin};
    partials_[i].push_back(partial);
  }
  return {};
}

Status MapResults::reject_item(const Chunk& chunk, const std::string& reason) {
  if (failed_items_.insert(chunk.first).second) ++into_.progress->items_failed;
  return into_.rejects->add(protocol::Reject{chunk.first, chunk.begin, {}, reason});
}

Status MapResults::reject_record(const Chunk& chunk, std::uint64_t offset,
                                 const std::string& reason) {
  const auto raw = input::line_at(into_.items->list[chunk.first], offset);
  ++into_.progress->counts.rejects;
  // The worker that passes over a record counts its lines.
  if (into_.plan->intake == protocol::Intake::lines) ++into_.progress->counts.lines;
  return into_.rejects->add(protocol::Reject{chunk.first, offset, raw, reason});
}

Status MapResults::check_limits(bool at_end) const {
  const auto rejected = into_.rejects->count() + into_.items->unreadable.size();
  if (rejected == 0) return {};
  if (limits_.stop_at_first)
    return fail(Errc::budget, "stopped at the first reject, as errors.policy says");
  if (rejected > limits_.most)
    return fail(Errc::budget, std::to_string(rejected) + " rejected, errors.budget allows " +
                                  std::to_string(limits_.most));
  const auto seen = into_.progress->counts.records + rejected;
  const auto ratio = static_cast<double>(rejected) / static_cast<double>(seen);
  if (at_end && ratio > limits_.most_ratio)
    return fail(Errc::budget, std::to_string(rejected) + " of " + std::to_string(seen) +
                                  " rejected, more than errors.budget allows");
  return {};
}

}  // namespace dp::run
