// SPDX-License-Identifier: Apache-2.0
#include "run/map/stream_feed.hpp"

namespace dp::run {

void StreamFeed::begin(const StreamToCut& stream) {
  const bool lines = into_.plan->intake == protocol::Intake::lines;
  cutter_.emplace(stream.item, *into_.items->list[stream.item].stream, lines,
                  stream.slice_bytes);
  into_.progress->open_end = true;
}

std::optional<pool::Lease> StreamFeed::next() {
  if (!status_) return std::nullopt;
  table_->streams().release();
  status_ = cutter_->pump();
  if (!status_) return std::nullopt;
  if (auto next = take()) return next;
  if (cutter_->done()) status_ = end();
  return std::nullopt;
}

std::optional<pool::Lease> StreamFeed::take() {
  if (const auto chunk = cutter_->next()) {
    into_.progress->bytes.planned += chunk->weight;
    results_->expect(*chunk);
    table_->streams().cut(*chunk);
    return leases_->make(MapChunk{*chunk});
  }
  if (const auto question = cutter_->next_question())
    return leases_->make(FindBounds{*question, 0});
  return std::nullopt;
}

/// That it breaks off is said once.
Status StreamFeed::end() {
  const auto& stream = cutter_->stream();
  const auto item = cutter_->item();
  const auto place = cutter_->place();
  cutter_.reset();
  into_.progress->open_end = false;
  if (stream.damage().empty()) return {};
  DP_TRY(const auto rest, stream.bytes_at(place, protocol::kMaxRejectBytes));
  return results_->reject_rest(item, place, rest, stream.damage());
}

/// For an answer, or until what has come is done with.
bool StreamFeed::waits() const noexcept {
  if (!cutter_ || !status_) return false;
  return cutter_->asks() || (!cutter_->stream().ended() && !cutter_->wants_more());
}

int StreamFeed::awaits() const {
  const bool more = cutter_ && status_ && cutter_->wants_more() && !results_->full();
  return more ? cutter_->stream().descriptor() : -1;
}

void StreamFeed::tick() noexcept {
  if (cutter_) cutter_->look_at_pace();
}

}  // namespace dp::run
