// SPDX-License-Identifier: Apache-2.0
#include "run/combine_job.hpp"

#include <algorithm>
#include <map>

#include "protocol/ask.hpp"

namespace dp::run {

namespace {

/// Below this, combining in one place costs less than the round trips.
constexpr std::uint64_t kLarge = 1 << 20;

std::uint64_t bytes_of(const Partials& partials) {
  std::uint64_t bytes = 0;
  for (const auto& place : partials) bytes += place.range.size;
  return bytes;
}

/// Ranges of a result, a worker: enough that they end together, and each is worth its request.
constexpr std::uint32_t kRangesOfWorker = 4;
/// And so many that a range, which one worker holds, has about so many bytes.
constexpr std::uint64_t kRangeBytes = std::uint64_t{64} << 20;

/// The partials as they are, partition by partition.
std::vector<protocol::Piece> pieces_of(Partials partials, bool in_order) {
  if (in_order)
    std::sort(partials.begin(), partials.end(),
              [](const auto& a, const auto& b) { return a.origin < b.origin; });
  std::vector<protocol::Piece> pieces;
  for (std::uint32_t p = 0; p < DP_PARTITIONS; ++p)
    for (const auto& place : partials)
      if (place.sizes[p] != 0) pieces.push_back({p, place.partition(p)});
  return pieces;
}

/// Combines the large ones of some reductions.
class Combination {
 public:
  Combination(pool::Pool& pool, const pool::StoreRange& plan_range, const protocol::Plan& plan)
      : pool_(&pool), plan_(&plan), ranges_(plan.reductions.size()) {
    request_.plan = plan_range;
    request_.ranges = std::min(DP_PARTITIONS, kRangesOfWorker * pool.workers());
  }

  void keep(std::uint32_t reduction, std::vector<protocol::Piece> pieces) {
    ranges_[reduction].clear();
    ranges_[reduction].push_back(std::move(pieces));
  }
  void add(std::uint32_t reduction, const Partials& partials) {
    auto* list = &first_;
    const auto by_size =
        std::min<std::uint64_t>(DP_PARTITIONS, bytes_of(partials) / kRangeBytes);
    const auto ranges = std::max(request_.ranges, static_cast<std::uint32_t>(by_size));
    for (std::uint32_t p = 0; p < DP_PARTITIONS; ++p) {
      protocol::CombineRequest request = request_;
      request.reduction = reduction;
      request.ranges = ranges;
      request.partition = p;
      for (const auto& place : partials)
        if (place.sizes[p] != 0) request.partials.push_back(place.partition(p));
      if (request.partials.empty()) continue;
      list->push_back(std::move(request));
      list = &others_;
    }
  }
  Result<std::vector<protocol::Ranges>> run() {
    DP_CHECK(combine(first_));
    for (auto& request : others_) {
      request.bounds = bounds_[request.reduction];
      if (request.bounds.empty()) request.ranges = 1;
    }
    DP_CHECK(combine(others_));
    // A range that nothing was saved of has no rows, not those of an empty state.
    for (const auto& request : first_)
      if (!bounds_[request.reduction].empty())
        std::erase_if(ranges_[request.reduction],
                      [](const auto& pieces) { return pieces.empty(); });
    return std::move(ranges_);
  }

 private:
  /// Ask, and take the answers.
  Status combine(const std::vector<protocol::CombineRequest>& asked) {
    DP_TRY(auto replies, protocol::ask(*pool_, asked));
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const auto& name = plan_->reductions[asked[i].reduction].title();
      if (!replies[i]) return fail(std::move(replies[i]).error().within("combining " + name));
      take(asked[i], std::move(*replies[i]));
    }
    for (const auto& request : asked)
      for (const auto& partial : request.partials) pool_->free(partial);
    return {};
  }
  void take(const protocol::CombineRequest& request, protocol::CombineReply reply) {
    auto& ranges = ranges_[request.reduction];
    const bool shared_out = !reply.bounds.empty();
    ranges.resize(shared_out ? DP_PARTITIONS : 1);
    for (std::uint32_t i = 0; i < DP_PARTITIONS; ++i) {
      if (reply.place.sizes[i] == 0) continue;
      const auto at = reply.place.partition(i);
      if (shared_out)
        ranges[i].push_back({request.partition, at});
      else
        ranges[0].push_back({i, at});
    }
    bounds_[request.reduction] = std::move(reply.bounds);
  }

  pool::Pool* pool_;
  const protocol::Plan* plan_;
  protocol::CombineRequest request_;             ///< what all have in common
  std::vector<protocol::CombineRequest> first_;  ///< one a reduction
  std::vector<protocol::CombineRequest> others_;
  std::map<std::uint32_t, std::string> bounds_;
  std::vector<protocol::Ranges> ranges_;
};

}  // namespace

Result<std::vector<protocol::Ranges>> combine(pool::Pool& pool,
                                              const pool::StoreRange& plan_range,
                                              const protocol::Plan& plan,
                                              const std::vector<Partials>& partials) {
  Combination combination(pool, plan_range, plan);
  for (std::uint32_t i = 0; i < partials.size(); ++i) {
    const bool in_order = plan.reductions[i].in_order();
    if (in_order || bytes_of(partials[i]) < kLarge)
      combination.keep(i, pieces_of(partials[i], in_order));
    else
      combination.add(i, partials[i]);
  }
  return combination.run();
}

}  // namespace dp::run
