// SPDX-License-Identifier: Apache-2.0
#include "engine/combine_job.hpp"

#include <algorithm>

#include "engine/ask.hpp"

namespace dp::engine {

namespace {

/// Below this, combining in one place costs less than the round trips.
constexpr std::uint64_t kLarge = 1 << 20;

std::uint64_t bytes_of(const Partials& partials) {
  std::uint64_t bytes = 0;
  for (const auto& place : partials) bytes += place.range.size;
  return bytes;
}

using Pieces = std::vector<FinishRequest::Piece>;

/// The partials as they are, partition by partition.
Pieces pieces_of(Partials partials, bool in_order) {
  if (in_order)
    std::sort(partials.begin(), partials.end(),
              [](const auto& a, const auto& b) { return a.origin < b.origin; });
  Pieces pieces;
  for (std::uint32_t p = 0; p < DP_PARTITIONS; ++p)
    for (const auto& place : partials)
      if (place.sizes[p] != 0) pieces.push_back({p, place.partition(p)});
  return pieces;
}

CombineRequest request_for(const pool::StoreRange& plan_range, std::uint32_t reduction,
                           std::uint32_t partition, const Partials& partials) {
  CombineRequest request{plan_range, reduction, partition, {}};
  for (const auto& place : partials)
    if (place.sizes[partition] != 0) request.partials.push_back(place.partition(partition));
  return request;
}

}  // namespace

Result<std::vector<std::vector<FinishRequest::Piece>>> combine(
    pool::Pool& pool, const pool::StoreRange& plan_range, const Plan& plan,
    const std::vector<Partials>& partials) {
  std::vector<Pieces> pieces(partials.size());
  std::vector<std::string> requests;
  std::vector<std::uint32_t> owners;
  for (std::uint32_t i = 0; i < partials.size(); ++i) {
    const bool in_order = plan.reductions[i].in_order();
    if (in_order || bytes_of(partials[i]) < kLarge) {
      pieces[i] = pieces_of(partials[i], in_order);
      continue;
    }
    for (std::uint32_t p = 0; p < DP_PARTITIONS; ++p) {
      const auto request = request_for(plan_range, i, p, partials[i]);
      if (request.partials.empty()) continue;
      requests.push_back(ask_combine(request));
      owners.push_back(i);
    }
  }
  DP_TRY(const auto answers, ask(pool, std::move(requests)));
  for (std::size_t k = 0; k < answers.size(); ++k) {
    const auto& name = plan.reductions[owners[k]].name;
    if (!answers[k]) return fail(Error(answers[k].error()).within("combining " + name));
    ByteReader in(*answers[k]);
    DP_TRY(const auto place, read_partial_place(in));
    for (std::uint32_t p = 0; p < DP_PARTITIONS; ++p)
      if (place.sizes[p] != 0) pieces[owners[k]].push_back({p, place.partition(p)});
  }
  return pieces;
}

}  // namespace dp::engine
