// SPDX-License-Identifier: Apache-2.0
#include "run/map/map_job.hpp"

#include <algorithm>
#include <string_view>

#include "input/lines.hpp"
#include "pool/death.hpp"

namespace dp::run {

namespace {

/// So that no worker waits for another's slice.
constexpr std::size_t kAheadAWorker = 8;

std::string_view text_of(pool::Bytes bytes) { return {bytes.data(), bytes.size()}; }

/// Not a chunk, or not known to be one.
bool is_unsure(const Chunk& chunk) { return chunk.question != 0 || chunk.guess != 0; }

}  // namespace

MapJob::MapJob(Setup setup)
    : setup_(std::move(setup)),
      chunker_(*setup_.items, setup_.plan->intake, setup_.chunksize, setup_.workers),
      splitter_(setup_.plan->intake, *setup_.items),
      can_guess_(std::none_of(setup_.plan->stages.begin(), setup_.plan->stages.end(),
                              [](const protocol::Stage& stage) {
                                return stage.kind == protocol::Stage::Kind::step;
                              })),
      partials_(setup_.plan->reductions.size()) {
  request_.plan = setup_.plan_range;
}

std::uint64_t MapJob::open(const Chunk& chunk) {
  std::uint32_t place = 0;
  if (free_.empty()) {
    place = static_cast<std::uint32_t>(chunks_.size());
    chunks_.push_back(chunk);
  } else {
    place = free_.back();
    free_.pop_back();
    chunks_[place] = chunk;
  }
  return ++generation_ << 32 | place;
}

/// Whole items and slices of them are what Progress counts; numbers are items too.
void MapJob::count_held(Chunk& chunk, bool held) {
  if (chunk.held == held) return;
  chunk.held = held;
  auto& progress = *setup_.progress;
  const std::uint64_t items = is_slice(chunk) ? 0 : chunk.items;
  progress.bytes_held += held ? chunk.weight : -chunk.weight;
  progress.items_held += held ? items : -items;
}

void MapJob::held(std::uint64_t id) { count_held(at(id), true); }

void MapJob::free(std::uint64_t id) {
  Chunk& chunk = at(id);
  count_held(chunk, false);
  const auto guess = chunk.guess == 0 ? guesses_.end() : guesses_.find(chunk.guess - 1);
  if (guess != guesses_.end()) guess->second.chunk.reset();
  free_.push_back(static_cast<std::uint32_t>(id & 0xffffffff));
}

/// The chunk is done.
void MapJob::close(std::uint64_t id) {
  const Chunk& chunk = at(id);
  setup_.progress->bytes_done += chunk.weight;
  if (!is_slice(chunk)) setup_.progress->items_done += chunk.items;
  free(id);
}

void MapJob::fill_request(const Chunk& chunk) {
  request_.careful = chunk.careful;
  if (setup_.plan->intake == protocol::Intake::range) {
    request_.begin = chunk.first;
    request_.end = chunk.first + chunk.items;
    return;
  }
  request_.slices.resize(chunk.items);
  for (std::uint64_t i = 0; i < chunk.items; ++i) {
    const auto& item = setup_.items->list[chunk.first + i];
    auto& slice = request_.slices[i];
    slice.item = chunk.first + i;
    slice.name = item.name;
    slice.path = item.path;
    slice.stamp = item.stamp;
    slice.compression = item.compression;
    slice.begin = chunk.begin;
    slice.end = chunk.end;
    slice.exact = chunk.exact;
    slice.careful_end = chunk.careful_end;
    slice.past_first = chunk.past_first;
  }
}

pool::Lease MapJob::lease(const Chunk& chunk) {
  pool::Lease lease;
  lease.chunk = open(chunk);
  lease.items = chunk.items;
  lease.parts = chunk.streamed ? pool::kState : pool::kAll;
  fill_request(chunk);
  protocol::encode_request(lease.request, request_);
  return lease;
}

std::optional<pool::Lease> MapJob::next() {
  if (!again_.empty()) {
    const Chunk chunk = again_.back();
    again_.pop_back();
    return lease(chunk);
  }
  const bool full = setup_.streams != nullptr && setup_.streams->full();
  auto next = next_slice(full);
  if (!next && !full) next = next_item();
  waits_ = !next && (full || std::any_of(cutters_.begin(), cutters_.end(),
                                         [](const Cutter& cutter) { return !cutter.done(); }));
  return next;
}

/// Of the items that are being cut. While the streams are full, only what is wanted next: it is
/// the first one's.
std::optional<pool::Lease> MapJob::next_slice(bool full) {
  for (auto& cutter : cutters_) {
    if (auto next = next_of(cutter)) return next;
    if (full) break;
  }
  return std::nullopt;
}

std::optional<pool::Lease> MapJob::next_of(Cutter& cutter) {
  if (const auto chunk = cutter.next()) {
    expect(cutter);
    return lease(*chunk);
  }
  const auto question = cutter.ask(may_guess());
  if (!question) return std::nullopt;
  return question->map ? map_guess(*question, cutter.item()) : ask(*question, cutter.item());
}

/// Of the items that were not begun yet. That one item waits for answers keeps no worker from
/// the others.
std::optional<pool::Lease> MapJob::next_item() {
  while (const auto chunk = chunker_.next()) {
    if (!chunk->to_be_cut) {
      if (setup_.streams != nullptr) setup_.streams->expect(*chunk);
      return lease(*chunk);
    }
    cutters_.emplace_back(chunk->first, chunk->end, chunk->slice_bytes, slices_,
                          kAheadAWorker * setup_.workers);
    slices_ += chunk->end / chunk->slice_bytes + 1;
    expect(cutters_.back());
    if (auto next = next_of(cutters_.back())) return next;
  }
  return std::nullopt;
}

/// What the cutter gives next has its place in the streams.
void MapJob::expect(const Cutter& cutter) {
  if (setup_.streams != nullptr) setup_.streams->expect(cutter.place());
}

Cutter* MapJob::cutter_of(std::uint64_t item) {
  for (auto& cutter : cutters_)
    if (cutter.item() == item) return &cutter;
  return nullptr;
}

pool::Lease MapJob::ask(const Cutter::Question& question, std::uint64_t item) {
  Chunk chunk;
  chunk.first = item;
  chunk.begin = question.begin;
  chunk.end = question.end;
  chunk.exact = question.exact;
  chunk.question = question.number + 1;
  fill_request(chunk);
  pool::Lease lease;
  lease.chunk = open(chunk);
  lease.parts = pool::kStream;
  protocol::encode_request(lease.request,
                           protocol::CutRequest{setup_.plan_range, request_.slices.front()});
  return lease;
}

/// Answers that come when their item is cut already are void.
Status MapJob::take_answer(std::uint64_t id, pool::Bytes bytes) {
  const Chunk question = at(id);
  free(id);
  DP_TRY(const auto answer, protocol::decode_reply<protocol::CutRequest>(text_of(bytes)));
  if (auto* cutter = cutter_of(question.first)) cutter->answer(question.question - 1, answer);
  DP_CHECK(judge());
  return check_limits(false);
}

void MapJob::drop_question(std::uint64_t id) {
  if (auto* cutter = cutter_of(at(id).first)) cutter->give_up();
  free(id);
}

Status MapJob::commit(const pool::Commit& commit) {
  if (at(commit.chunks.front()).question != 0)
    return take_answer(commit.chunks.front(), commit.bytes);
  const auto bytes = text_of(commit.bytes);
  const bool reduces = !partials_.empty();
  if (commit.part == pool::kStream || !reduces)
    for (const auto id : commit.chunks) DP_CHECK(take_stream(id, bytes));
  if (commit.part != pool::kStream && !reduces) {
    for (const auto id : commit.chunks) close(id);
  } else if (commit.part != pool::kStream) {
    Epoch epoch{{commit.chunks.begin(), commit.chunks.end()}, std::string(bytes)};
    // The worker would have had to guess once more where the chunk begins.
    if (bytes.empty())
      DP_CHECK(forget(epoch));
    else
      epochs_.push_back(std::move(epoch));
  }
  DP_CHECK(judge());
  return check_limits(false);
}

Status MapJob::take_stream(std::uint64_t id, std::string_view bytes) {
  // A chunk that joined an epoch without a stream reply had nothing to say by itself.
  if (bytes.empty()) return {};
  Chunk& chunk = at(id);
  chunk.streamed = true;
  if (chunk.guess != 0) return take_guess(chunk, bytes);
  DP_TRY(const auto reply, decode_all<protocol::StreamReply>(bytes, "stream reply"));
  DP_CHECK(take_reply(chunk, reply));
  if (setup_.plan->intake == protocol::Intake::records && !chunk.exact)
    make_exact(chunk, reply.bounds);
  return {};
}

Status MapJob::take_reply(const Chunk& chunk, const protocol::StreamReply& reply) {
  setup_.progress->counts += reply.counts;
  DP_CHECK(setup_.rejects->add(reply.rejects));
  if (setup_.streams == nullptr) return {};
  return setup_.streams->put(chunk, reply.streams);
}

Status MapJob::take_state(const std::vector<std::uint64_t>& chunks, std::string_view bytes) {
  DP_TRY(auto reply, decode_all<protocol::StateReply>(bytes, "state reply"));
  if (setup_.plan->in_order() && chunks.size() != 1)
    return fail(Errc::corrupt, "a worker folded several chunks, want one at a time");
  if (reply.partials.size() != partials_.size())
    return fail(Errc::corrupt, "a worker's partials do not match the plan");
  setup_.progress->counts += reply.counts;
  for (std::size_t i = 0; i < partials_.size(); ++i) {
    auto& partial = reply.partials[i];
    if (partial.range.size == 0) continue;
    const Chunk& chunk = at(chunks.front());
    partial.origin = {chunk.first, chunk.begin};
    partials_[i].push_back(partial);
  }
  return {};
}

Status MapJob::check_limits(bool at_end) const {
  const auto& limits = setup_.limits;
  const auto aside = setup_.rejects->count();
  if (aside == 0) return {};
  if (limits.stop_at_first)
    return fail(Errc::budget, "a record was set aside, and errors.policy is stop");
  if (aside > limits.most)
    return fail(Errc::budget, std::to_string(aside) + " set aside, errors.budget allows " +
                                  std::to_string(limits.most));
  const auto seen = setup_.progress->counts.records + aside;
  const auto ratio = static_cast<double>(aside) / static_cast<double>(seen);
  if (at_end && ratio > limits.most_ratio)
    return fail(Errc::budget, std::to_string(aside) + " of " + std::to_string(seen) +
                                  " set aside, more than errors.budget allows");
  return {};
}

/// Lease the pieces instead of the chunk. Without pieces it is settled.
Result<std::vector<pool::Lease>> MapJob::replace(std::uint64_t id,
                                                 const std::vector<Chunk>& pieces) {
  const Chunk chunk = at(id);
  free(id);
  if (pieces.empty()) setup_.progress->bytes_done += chunk.weight;
  if (setup_.streams != nullptr && !chunk.streamed)
    DP_CHECK(setup_.streams->replace(chunk, pieces));
  DP_CHECK(judge());
  DP_CHECK(check_limits(false));
  std::vector<pool::Lease> leases;
  for (const auto& piece : pieces) leases.push_back(lease(piece));
  return leases;
}

Result<std::vector<pool::Lease>> MapJob::failed(std::uint64_t id, const Error& error) {
  // No file of the input is to blame for these.
  if (error.code == Errc::exhausted) return fail(error);
  // What is no record may be too much for a task.
  if (is_unsure(at(id))) return without(id);
  if (error.code == Errc::bug) return fail(error);
  count_held(at(id), false);
  const Chunk chunk = at(id);
  std::vector<Chunk> pieces;
  if (chunk.items > 1) {
    pieces = splitter_.by_item(chunk);
  } else if (splitter_.has_records() && (!chunk.careful || chunk.careful_end < chunk.end)) {
    // Which of its records is to blame shows when they are done one at a time.
    pieces = {chunk};
    pieces.front().careful = true;
    pieces.front().careful_end = protocol::kWholeItem;
  } else {
    DP_CHECK(set_item_aside(chunk, error.message));
  }
  return replace(id, pieces);
}

Result<std::vector<pool::Lease>> MapJob::died(pool::Lease was, const pool::Death& death) {
  const auto id = was.chunk;
  const bool outside = !death.is_fault;
  if (is_unsure(at(id))) {
    if (!outside) return without(id);
    std::vector<pool::Lease> again;
    again.push_back(std::move(was));
    return again;
  }
  count_held(at(id), false);
  const Chunk chunk = at(id);
  std::vector<Chunk> pieces;
  if (outside) {
    pieces = splitter_.in_halves(chunk);
  } else if (chunk.items > 1) {
    pieces = splitter_.around_item(chunk, death.item);
  } else if (splitter_.has_records() && (!chunk.careful || (death.place >= chunk.careful_end &&
                                                            death.place < chunk.end))) {
    pieces = splitter_.around(chunk, death.place);
  } else {
    DP_TRY(pieces, quarantine(chunk, death));
  }
  return replace(id, pieces);
}

/// A worker cannot do what was asked of a slice that is no chunk yet: it will show what keeps it
/// from that when it is one.
Result<std::vector<pool::Lease>> MapJob::without(std::uint64_t id) {
  if (at(id).question == 0)
    drop_guess(id);
  else
    drop_question(id);
  DP_CHECK(judge());
  return std::vector<pool::Lease>();
}

Result<std::vector<Chunk>> MapJob::quarantine(const Chunk& chunk, const pool::Death& death) {
  const auto reason = pool::describe(death);
  Chunk again = chunk;
  ++again.tries;
  const bool record = splitter_.has_records() && death.precise && chunk.careful &&
                      death.place >= chunk.begin && death.place < chunk.end;
  // In careful mode the chunk has killed once before, so the record that kills now is the one.
  if (!record) {
    if (again.tries < setup_.limits.tries) return std::vector<Chunk>{again};
    DP_CHECK(set_item_aside(chunk, reason));
    return std::vector<Chunk>{};
  }
  // A record that could not even be passed over was set aside before.
  const bool passed = chunk.past_first && death.place == chunk.begin;
  if (!passed) DP_CHECK(set_record_aside(chunk, death.place, reason));
  return splitter_.without(chunk, death.place, passed);
}

Status MapJob::set_item_aside(const Chunk& chunk, const std::string& reason) {
  if (failed_items_.insert(chunk.first).second) ++setup_.progress->items_failed;
  return setup_.rejects->add(protocol::Reject{chunk.first, chunk.begin, {}, reason});
}

Status MapJob::set_record_aside(const Chunk& chunk, std::uint64_t offset,
                                const std::string& reason) {
  const auto raw = input::line_at(setup_.items->list[chunk.first], offset);
  ++setup_.progress->counts.rejects;
  // The worker that passes over a record counts its lines.
  if (setup_.plan->intake == protocol::Intake::lines) ++setup_.progress->counts.lines;
  return setup_.rejects->add(protocol::Reject{chunk.first, offset, raw, reason});
}

}  // namespace dp::run
