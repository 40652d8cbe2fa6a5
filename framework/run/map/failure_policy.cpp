// SPDX-License-Identifier: Apache-2.0
#include "run/map/failure_policy.hpp"

#include <algorithm>

#include "pool/death.hpp"
#include "protocol/map_requests.hpp"

namespace dp::run {

namespace {

/// Until a number is known to be the one: over its batch, and over it in careful mode.
constexpr unsigned kDeathsOfNumber = 2;

}  // namespace

Remedy FailurePolicy::after_failure(const Chunk& chunk, const std::string& reason) const {
  if (chunk.items > 1)
    return {splitter_.has_numbers() ? splitter_.in_halves(chunk) : splitter_.by_item(chunk),
            {}};
  if (!splitter_.has_records() || (chunk.careful && chunk.careful_end >= chunk.end))
    return {{}, Remedy::Rejection{{}, reason, {}}};
  // Which of its records is to blame shows when they are done one at a time.
  Chunk again = chunk;
  again.careful = true;
  again.careful_end = protocol::kWholeItem;
  return {{again}, {}};
}

Remedy FailurePolicy::after_death(const Chunk& chunk, const pool::Death& death) const {
  if (!death.is_fault) return {splitter_.in_halves(chunk), {}};
  if (death.limit != pool::Death::Limit::none) return after_limit(chunk, death);
  return after_crash(chunk, death);
}

/// Is what the worker was over to blame? Only if it passes the limit alone, in a fresh worker.
Remedy FailurePolicy::after_limit(const Chunk& chunk, const pool::Death& death) const {
  const bool memory = death.limit == pool::Death::Limit::memory;
  if (chunk.items > 1) {
    if (!splitter_.has_numbers()) return {splitter_.with_item_alone(chunk, death.item), {}};
    const bool known = chunk.careful && death.precise && death.item < chunk.items;
    if (known) return {splitter_.with_item_alone(chunk, death.item), {}};
    return after_crash(chunk, death);
  }
  const bool known = death.precise && chunk.careful && death.place >= chunk.begin &&
                     death.place < chunk.end && splitter_.has_records();
  if (known && (!chunk.fresh || death.place != chunk.begin))
    return {splitter_.with_record_alone(chunk, death.place), {}};
  // Time does not add up over records, so a block of them is to be done one at a time.
  const bool retry = memory || !splitter_.has_records() || chunk.careful;
  if (chunk.fresh || !retry) return after_crash(chunk, death);
  Chunk again = chunk;
  again.fresh = true;
  return {{again}, {}};
}

Remedy FailurePolicy::after_crash(const Chunk& chunk, const pool::Death& death) const {
  if (chunk.items > 1 && splitter_.has_numbers()) return after_death_over_numbers(chunk, death);
  if (chunk.items > 1) return {splitter_.around_item(chunk, death.item), {}};
  const bool careful_there =
      chunk.careful && (death.place < chunk.careful_end || death.place >= chunk.end);
  if (splitter_.has_records() && !careful_there)
    return {splitter_.around(chunk, death.place), {}};
  return blame(chunk, death);
}

/// As with records: the number that kills a worker that does one at a time is rejected.
Remedy FailurePolicy::after_death_over_numbers(const Chunk& chunk,
                                               const pool::Death& death) const {
  // In a worker whose memory is spoiled the cursor may name none of them.
  if (death.item >= chunk.items || (chunk.careful && !death.precise))
    return {splitter_.in_halves(chunk), {}};
  if (!chunk.careful) return {splitter_.around_item(chunk, death.item), {}};
  Remedy remedy{splitter_.without_item(chunk, death.item), {}};
  if (limits_.tries <= kDeathsOfNumber) {
    remedy.rejected = {{}, pool::cause_of(death), pool::details_of(death), death.item};
    return remedy;
  }
  Chunk alone = chunk;
  alone.first += death.item;
  alone.items = 1;
  alone.tries = kDeathsOfNumber;
  remedy.pieces.push_back(alone);
  return remedy;
}

std::uint64_t FailurePolicy::suspects(const Chunk& chunk,
                                      const pool::Death& death) const noexcept {
  if (!splitter_.has_numbers() || death.precise || death.item >= chunk.items) return 1;
  return std::min(protocol::kNumbersAtOnce, chunk.items - death.item);
}

/// How many deaths of a piece are needed to blame it. For a limit, those of fresh workers count.
unsigned FailurePolicy::tries_after(const pool::Death& death) const noexcept {
  if (death.limit == pool::Death::Limit::none) return limits_.tries;
  const bool repeat = death.limit == pool::Death::Limit::time && limits_.short_timeout;
  return std::max(repeat ? 2u : 1u, limits_.tries - 1);
}

/// The chunk was done one record at a time, or cannot be.
Remedy FailurePolicy::blame(const Chunk& chunk, const pool::Death& death) const {
  Chunk again = chunk;
  ++again.tries;
  // Memory may be spoiled, so a cursor that cannot be is not believed.
  const bool record = splitter_.has_records() && death.precise && chunk.careful &&
                      death.place >= read_from(chunk) && death.place < chunk.end;
  // In careful mode the chunk has killed once before, so the record that kills now is the one.
  const bool sure = record && death.limit == pool::Death::Limit::none;
  if (!sure && again.tries < tries_after(death)) return {{again}, {}};
  if (!record)
    return {{}, Remedy::Rejection{{}, pool::cause_of(death), pool::details_of(death)}};
  // A record that could not even be passed over is in another piece, or rejected.
  const bool passed = chunk.past_first && death.place == read_from(chunk);
  Remedy remedy{splitter_.without(chunk, death.place, passed), {}};
  if (!passed) remedy.rejected = {death.place, pool::cause_of(death), pool::details_of(death)};
  return remedy;
}

}  // namespace dp::run
