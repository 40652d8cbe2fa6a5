// SPDX-License-Identifier: Apache-2.0
#include "run/map/speculation.hpp"

#include <algorithm>
#include <utility>

namespace dp::run {

namespace {

/// Replies that wait for a verdict are kept up to this; then slices are asked about first.
constexpr std::uint64_t kMostKept = 32 << 20;

}  // namespace

bool Speculation::may_guess() const noexcept { return allowed_ && kept_bytes_ < kMostKept; }

void Speculation::begin(std::uint64_t id) {
  guesses_[std::get<MapGuess>(table_->at(id)).number].work = id;
}

void Speculation::take_reply(std::uint64_t id, std::string_view bytes,
                             const protocol::StreamReply& reply, bool more) {
  auto& work = std::get<MapGuess>(table_->at(id));
  work.streamed = !more;
  if (work.refuted) return;
  guesses_[work.number].replies.emplace_back(bytes);
  kept_bytes_ += bytes.size();
  if (!more) cutters_->answer(work.chunk.first, work.number, reply.bounds);
}

void Speculation::start_again(std::uint64_t id) {
  const auto& work = std::get<MapGuess>(table_->at(id));
  const auto guess = guesses_.find(work.number);
  if (work.streamed || guess == guesses_.end()) return;
  for (const auto& reply : guess->second.replies) kept_bytes_ -= reply.size();
  guess->second.replies.clear();
}

void Speculation::drop(std::uint64_t id) {
  const auto work = std::get<MapGuess>(table_->at(id));
  finish(id);
  if (work.refuted) return;
  if (work.streamed) {
    guesses_[work.number].lost = true;
    return;
  }
  end(work.number);
  cutters_->not_mapped(work.chunk.first, work.number);
}

void Speculation::finish(std::uint64_t id) {
  const auto guess = guesses_.find(std::get<MapGuess>(table_->at(id)).number);
  if (guess != guesses_.end()) guess->second.work.reset();
  table_->free(id);
}

Status Speculation::add_state(std::vector<std::uint64_t> ids, std::string_view bytes) {
  State state{std::move(ids), std::string(bytes)};
  if (bytes.empty()) return forget(state);
  states_.push_back(std::move(state));
  return {};
}

std::optional<MapChunk> Speculation::next_again() {
  if (again_.empty()) return std::nullopt;
  const auto next = again_.back();
  again_.pop_back();
  return next;
}

Status Speculation::settle() {
  DP_CHECK(cutters_->settle(
      [this](Cutter& cutter) { return judge(cutter); },
      // Nothing will come from there.
      [this](const Cutter& cutter) { return results_->replace(cutter.place(), {}); }));
  return settle_states();
}

Status Speculation::judge(Cutter& cutter) {
  while (const auto verdict = cutter.judge()) {
    if (verdict->right)
      DP_CHECK(prove(cutter, *verdict));
    else
      refute(verdict->number);
  }
  return {};
}

Status Speculation::prove(const Cutter& cutter, const Cutter::Verdict& verdict) {
  const auto guess = end(verdict.number);
  const MapChunk proved{verdict.chunk, true};
  const bool empty = proved.chunk.begin == proved.chunk.end;
  if (guess.work)
    table_->change(*guess.work, proved);
  else if (guess.lost && !empty)
    again_.push_back(proved);
  else
    table_->settle(proved.chunk);
  if (empty) return {};
  results_->expect(cutter.place());
  for (const auto& bytes : guess.replies) {
    DP_TRY(const auto reply, decode_all<protocol::StreamReply>(bytes, "stream reply"));
    DP_CHECK(results_->add(proved.chunk, reply, &bytes != &guess.replies.back()));
  }
  return {};
}

void Speculation::refute(std::uint64_t number) {
  const auto guess = end(number);
  if (guess.work) std::get<MapGuess>(table_->at(*guess.work)).refuted = true;
  allowed_ = false;
}

Speculation::Guess Speculation::end(std::uint64_t number) {
  auto guess = std::move(guesses_.extract(number).mapped());
  for (const auto& reply : guess.replies) kept_bytes_ -= reply.size();
  return guess;
}

/// Count the states of which all guesses are proved; forget those of which one is refuted.
Status Speculation::settle_states() {
  const auto is_refuted = [&](std::uint64_t id) {
    const auto* guess = std::get_if<MapGuess>(&table_->at(id));
    return guess != nullptr && guess->refuted;
  };
  const auto is_proved = [&](std::uint64_t id) {
    return std::holds_alternative<MapChunk>(table_->at(id));
  };
  for (auto state = states_.begin(); state != states_.end();) {
    const auto& ids = state->ids;
    if (std::any_of(ids.begin(), ids.end(), is_refuted)) {
      DP_CHECK(forget(*state));
    } else if (std::all_of(ids.begin(), ids.end(), is_proved)) {
      DP_CHECK(count(*state));
    } else {
      ++state;
      continue;
    }
    state = states_.erase(state);
  }
  return {};
}

Status Speculation::count(const State& state) {
  DP_TRY(auto reply, decode_all<protocol::StateReply>(state.reply, "state reply"));
  results_->add(table_->chunk(state.ids.front()), std::move(reply));
  for (const auto id : state.ids) table_->close(id);
  return {};
}

/// The chunks that were folded together with what is none must be folded once more.
Status Speculation::forget(const State& state) {
  for (const auto id : state.ids) {
    if (const auto* guess = std::get_if<MapGuess>(&table_->at(id))) {
      if (!guess->refuted) guesses_[guess->number].lost = true;
      finish(id);
      continue;
    }
    const auto work = std::get<MapChunk>(table_->at(id));
    table_->free(id);
    if (work.chunk.exact) {
      again_.push_back(work);
      continue;
    }
    // A chunk that follows a record which kills and cannot be passed over is read from a guess,
    // once.
    table_->settle(work.chunk);
    results_->reject_item(work.chunk,
                          "cannot resynchronise after a record that crashed a worker");
  }
  return {};
}

}  // namespace dp::run
