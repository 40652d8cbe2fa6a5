// SPDX-License-Identifier: Apache-2.0
// Slices that are mapped before it is known where their records begin.
#include <algorithm>
#include <utility>

#include "run/map/map_job.hpp"

namespace dp::run {

namespace {

/// Replies that wait for a verdict are kept up to this; then slices are asked about first.
constexpr std::uint64_t kMostKept = 32 << 20;

std::uint64_t number_of(const Chunk& chunk) noexcept { return chunk.guess - 1; }

}  // namespace

bool MapJob::may_guess() const noexcept { return can_guess_ && kept_bytes_ < kMostKept; }

pool::Lease MapJob::map_guess(const Cutter::Question& question, std::uint64_t item) {
  Chunk chunk;
  chunk.first = item;
  chunk.begin = question.begin;
  chunk.end = question.end;
  chunk.exact = false;  // so the worker tells where its records begin and end
  chunk.guess = question.number + 1;
  auto made = lease(chunk);
  guesses_[question.number].chunk = made.chunk;
  return made;
}

Status MapJob::take_guess(const Chunk& chunk, std::string_view bytes) {
  if (chunk.refuted) return {};
  DP_TRY(const auto reply, decode_all<protocol::StreamReply>(bytes, "stream reply"));
  guesses_[number_of(chunk)].reply = bytes;
  kept_bytes_ += bytes.size();
  if (auto* cutter = cutter_of(chunk.first)) cutter->answer(number_of(chunk), reply.bounds);
  return {};
}

/// See what the answers that have come say of guesses, and what that says of states.
Status MapJob::judge() {
  for (auto cutter = cutters_.begin(); cutter != cutters_.end();) {
    DP_CHECK(judge(*cutter));
    if (!cutter->done()) {
      ++cutter;
      continue;
    }
    // Nothing will come from there.
    if (setup_.streams != nullptr) DP_CHECK(setup_.streams->replace(cutter->place(), {}));
    cutter = cutters_.erase(cutter);
  }
  return settle_epochs();
}

Status MapJob::judge(Cutter& cutter) {
  while (const auto verdict = cutter.judge()) {
    if (verdict->right)
      DP_CHECK(prove(cutter, *verdict));
    else
      refute(verdict->number);
  }
  return {};
}

Status MapJob::prove(const Cutter& cutter, const Cutter::Verdict& verdict) {
  const auto guess = end_guess(verdict.number);
  Chunk chunk = verdict.chunk;
  chunk.streamed = true;
  const bool empty = chunk.begin == chunk.end;
  if (guess.chunk) {
    Chunk& open = at(*guess.chunk);
    const bool held = open.held;
    count_held(open, false);
    open = chunk;
    count_held(open, held);
  } else if (guess.lost && !empty) {
    again_.push_back(chunk);
  } else {
    setup_.progress->bytes_done += chunk.weight;
  }
  if (empty) return {};
  expect(cutter);
  DP_TRY(const auto reply, decode_all<protocol::StreamReply>(guess.reply, "stream reply"));
  return take_reply(chunk, reply);
}

void MapJob::refute(std::uint64_t number) {
  const auto guess = end_guess(number);
  if (guess.chunk) at(*guess.chunk).refuted = true;
  can_guess_ = false;
}

MapJob::Guess MapJob::end_guess(std::uint64_t number) {
  auto guess = std::move(guesses_.extract(number).mapped());
  kept_bytes_ -= guess.reply.size();
  return guess;
}

/// Count the states of which all guesses are proved; forget those of which one is refuted.
Status MapJob::settle_epochs() {
  for (auto epoch = epochs_.begin(); epoch != epochs_.end();) {
    const auto& ids = epoch->chunks;
    const bool refuted =
        std::any_of(ids.begin(), ids.end(), [&](auto id) { return at(id).refuted; });
    const bool proved =
        std::all_of(ids.begin(), ids.end(), [&](auto id) { return at(id).guess == 0; });
    if (!refuted && !proved) {
      ++epoch;
      continue;
    }
    if (refuted) {
      DP_CHECK(forget(*epoch));
    } else {
      DP_CHECK(take_state(ids, epoch->reply));
      for (const auto id : ids) close(id);
    }
    epoch = epochs_.erase(epoch);
  }
  return {};
}

/// The chunks that were folded together with what is none must be folded once more.
Status MapJob::forget(const Epoch& epoch) {
  for (const auto id : epoch.chunks) {
    count_held(at(id), false);
    const Chunk chunk = at(id);
    if (chunk.guess == 0 && chunk.exact)
      again_.push_back(chunk);
    else if (chunk.guess == 0)
      DP_CHECK(give_up(chunk));
    else if (!chunk.refuted)
      guesses_[number_of(chunk)].lost = true;
    free(id);
  }
  return {};
}

/// A chunk behind a record that kills and cannot be passed over is read from a guess, once.
Status MapJob::give_up(const Chunk& chunk) {
  setup_.progress->bytes_done += chunk.weight;
  return set_item_aside(
      chunk,
      "where its records go on behind one that killed a worker cannot be told "
      "a second time");
}

/// The reader has told where the records of a chunk begin: it is not asked again.
void MapJob::make_exact(Chunk& chunk, const protocol::RecordBounds& answer) {
  chunk.begin = answer.found ? answer.begin : chunk.end;
  chunk.exact = true;
}

/// A worker could not map a slice to its end.
void MapJob::drop_guess(std::uint64_t id) {
  const Chunk chunk = at(id);
  if (!chunk.refuted && chunk.streamed) {
    guesses_[number_of(chunk)].lost = true;
  } else if (!chunk.refuted) {
    end_guess(number_of(chunk));
    if (auto* cutter = cutter_of(chunk.first)) cutter->not_mapped(number_of(chunk));
  }
  free(id);
}

}  // namespace dp::run
