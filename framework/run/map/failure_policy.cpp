// SPDX-License-Identifier: Apache-2.0
#include "run/map/failure_policy.hpp"

#include "pool/death.hpp"

namespace dp::run {

Remedy FailurePolicy::after_failure(const Chunk& chunk, const std::string& reason) const {
  if (chunk.items > 1) return {splitter_.by_item(chunk), {}};
  if (!splitter_.has_records() || (chunk.careful && chunk.careful_end >= chunk.end))
    return {{}, Remedy::Rejection{{}, reason}};
  // Which of its records is to blame shows when they are done one at a time.
  Chunk again = chunk;
  again.careful = true;
  again.careful_end = protocol::kWholeItem;
  return {{again}, {}};
}

Remedy FailurePolicy::after_death(const Chunk& chunk, const pool::Death& death) const {
  if (!death.is_fault) return {splitter_.in_halves(chunk), {}};
  if (chunk.items > 1) return {splitter_.around_item(chunk, death.item), {}};
  const bool careful_there =
      chunk.careful && (death.place < chunk.careful_end || death.place >= chunk.end);
  if (splitter_.has_records() && !careful_there)
    return {splitter_.around(chunk, death.place), {}};
  return blame(chunk, death);
}

/// The chunk was done one record at a time, or cannot be.
Remedy FailurePolicy::blame(const Chunk& chunk, const pool::Death& death) const {
  const auto reason = describe(death);
  Chunk again = chunk;
  ++again.tries;
  const bool record = splitter_.has_records() && death.precise && chunk.careful &&
                      death.place >= chunk.begin && death.place < chunk.end;
  // In careful mode the chunk has killed once before, so the record that kills now is the one.
  if (!record) {
    if (again.tries < tries_) return {{again}, {}};
    return {{}, Remedy::Rejection{{}, reason}};
  }
  // A record that could not even be passed over was rejected before.
  const bool passed = chunk.past_first && death.place == chunk.begin;
  Remedy remedy{splitter_.without(chunk, death.place, passed), {}};
  if (!passed) remedy.rejected = {death.place, reason};
  return remedy;
}

}  // namespace dp::run
