// SPDX-License-Identifier: Apache-2.0
#include "run/map/map_job.hpp"

#include <algorithm>
#include <utility>

#include "pool/death.hpp"
#include "pool/retry_policy.hpp"

namespace dp::run {

namespace {

/// So that no worker waits for another's slice.
constexpr std::size_t kAheadAWorker = 8;

std::string_view text_of(pool::Bytes bytes) { return {bytes.data(), bytes.size()}; }

/// Slices may be mapped from guesses. Not so if there are steps, which may act on what they see:
/// a file is written for a record only.
bool may_guess(const protocol::Plan& plan) {
  using Kind = protocol::Stage::Kind;
  return std::none_of(plan.stages.begin(), plan.stages.end(),
                      [](const auto& stage) { return stage.kind == Kind::step; });
}

/// The reader has told where the records of a chunk begin: it is not asked again.
void make_exact(Chunk& chunk, const protocol::RecordBounds& bounds) {
  chunk.begin = bounds.found ? bounds.begin : chunk.end;
  chunk.exact = true;
}

/// Nothing is done about the chunk but to try it again.
bool is_same_again(const Remedy& remedy, const Chunk& chunk) {
  return !remedy.rejected && remedy.pieces.size() == 1 && remedy.pieces.front() == chunk;
}

}  // namespace

MapJob::MapJob(Setup setup)
    : tick_(std::move(setup.tick)),
      check_range_(std::move(setup.check_range)),
      table_(*setup.into.progress, *setup.into.items),
      results_(setup.into, setup.limits),
      cutters_(kAheadAWorker * setup.workers),
      speculation_(may_guess(*setup.into.plan), cutters_, table_, results_),
      chunker_(*setup.into.items, setup.into.plan->intake, setup.chunksize, setup.workers),
      policy_(setup.into.plan->intake, *setup.into.items, setup.blame),
      leases_(setup.plan_range, *setup.into.plan, *setup.into.items, table_),
      rejections_(table_, results_, leases_),
      feed_(setup.into, table_, results_, leases_) {}

std::optional<pool::Lease> MapJob::next() {
  if (const auto again = speculation_.next_again()) return leases_.make(*again);
  const bool full = results_.full();
  auto next = next_slice(full);
  if (!next && !full) next = next_item();
  waits_ = !next && (full || feed_.waits() ||
                     std::any_of(cutters_.begin(), cutters_.end(),
                                 [](const Cutter& cutter) { return !cutter.done(); }));
  return next;
}

void MapJob::tick() {
  feed_.tick();
  tick_();
}

/// Of the items that are being cut. While the streams are full, only what comes next: it is the
/// first one's.
std::optional<pool::Lease> MapJob::next_slice(bool full) {
  for (auto& cutter : cutters_) {
    if (auto next = next_of(cutter)) return next;
    if (full) break;
  }
  return std::nullopt;
}

std::optional<pool::Lease> MapJob::next_of(Cutter& cutter) {
  if (const auto chunk = cutter.next()) {
    // What the cutter gives next has its place in the streams.
    results_.expect(cutter.place());
    return leases_.make(MapChunk{*chunk});
  }
  const auto question = cutter.next_question(speculation_.may_guess());
  if (!question) return std::nullopt;
  Chunk slice;
  slice.first = cutter.item();
  slice.begin = question->begin;
  slice.end = question->end;
  // Of a guess the worker is to tell where its records begin and end, whatever is known.
  slice.exact = question->exact && !question->map;
  if (!question->map) return leases_.make(FindBounds{slice, question->number});
  auto lease = leases_.make(MapGuess{slice, question->number});
  speculation_.begin(lease.chunk);
  return lease;
}

/// Of the items that were not begun yet. That one item waits for answers keeps no worker from
/// the others.
std::optional<pool::Lease> MapJob::next_item() {
  while (true) {
    if (feed_.active())
      if (auto next = feed_.next(); next || feed_.active()) return next;
    const auto piece = chunker_.next();
    if (!piece) return std::nullopt;
    if (const auto* chunk = std::get_if<Chunk>(&*piece)) {
      results_.expect(*chunk);
      return leases_.make(MapChunk{*chunk});
    }
    if (const auto* stream = std::get_if<StreamToCut>(&*piece)) {
      feed_.begin(*stream);
      continue;
    }
    const auto& item = std::get<ItemToCut>(*piece);
    auto& cutter = cutters_.add(item.item, item.size, item.slice_bytes);
    results_.expect(cutter.place());
    if (auto next = next_of(cutter)) return next;
  }
}

/// Law: where it fails for what the worker said (corrupt), nothing has changed.
Status MapJob::commit(const pool::Commit& commit) {
  const auto bytes = text_of(commit.bytes);
  const auto first = commit.chunks.front();
  // A chunk that joined an epoch without a stream reply had nothing to say by itself.
  if (commit.part == pool::kStream && bytes.empty()) {
    for (const auto id : commit.chunks)
      if (std::holds_alternative<MapChunk>(table_.at(id))) results_.add_read(table_.chunk(id));
    return {};
  }
  if (std::holds_alternative<FindBounds>(table_.at(first))) {
    DP_CHECK(take_bounds(first, bytes));
  } else if (std::holds_alternative<ShowRecord>(table_.at(first))) {
    DP_TRY(const auto text, protocol::decode_reply<protocol::ShowRequest>(bytes));
    DP_CHECK(rejections_.take(first, text));
  } else if (commit.more) {
    DP_CHECK(take_prefix(first, bytes));
  } else if (commit.part == pool::kStream) {
    DP_CHECK(take_stream(first, bytes));
  } else {
    if (results_.reduces())
      DP_CHECK(check_state(commit));
    else
      DP_CHECK(take_stream(first, bytes));
    DP_CHECK(finish(commit, bytes));
  }
  DP_CHECK(speculation_.settle());
  return results_.check_limits(false);
}

Status MapJob::take_bounds(std::uint64_t id, std::string_view bytes) {
  const auto asked = std::get<FindBounds>(table_.at(id));
  DP_TRY(const auto bounds, protocol::decode_reply<protocol::CutRequest>(bytes));
  DP_CHECK(results_.check(asked.chunk, bounds));
  table_.free(id);
  if (feed_.reads(asked.chunk.first))
    feed_.answer(bounds);
  else
    cutters_.answer(asked.chunk.first, asked.number, bounds);
  return {};
}

Status MapJob::take_stream(std::uint64_t id, std::string_view bytes) {
  DP_TRY(const auto reply, decode_all<protocol::StreamReply>(bytes, "stream reply"));
  const Chunk& chunk = table_.chunk(id);
  DP_CHECK(results_.check(chunk, reply));
  if (!chunk.exact) DP_CHECK(results_.check(chunk, reply.bounds));
  auto* work = std::get_if<MapChunk>(&table_.at(id));
  if (work == nullptr) {
    speculation_.take_reply(id, bytes, reply, false);
    return {};
  }
  work->streamed = true;
  DP_CHECK(results_.add(work->chunk, reply));
  if (!work->chunk.exact) make_exact(work->chunk, reply.bounds);
  return {};
}

Status MapJob::take_prefix(std::uint64_t id, std::string_view bytes) {
  DP_TRY(const auto reply, decode_all<protocol::PrefixReply>(bytes, "prefix reply"));
  DP_CHECK(results_.check(table_.chunk(id), reply.given));
  auto* work = std::get_if<MapChunk>(&table_.at(id));
  if (work == nullptr) {
    // Where it stands in the slice means nothing yet.
    speculation_.take_reply(id, bytes.substr(fewest_bytes<protocol::Mark>()), reply.given,
                            true);
    return {};
  }
  if (!Splitter::is_mark(work->chunk, reply.mark, work->mark))
    return fail(Errc::corrupt, "a prefix up to byte " + std::to_string(reply.mark.offset) +
                                   " of item " + std::to_string(reply.mark.items) +
                                   " of its chunk, where none can end");
  work->mark = reply.mark;
  return results_.add(work->chunk, reply.given, true);
}

Status MapJob::check_state(const pool::Commit& commit) const {
  const auto bytes = text_of(commit.bytes);
  // There is none of a guess that would have had to be made once more.
  if (bytes.empty()) return {};
  DP_TRY(const auto state, decode_all<protocol::StateReply>(bytes, "state reply"));
  DP_CHECK(results_.check(commit.chunks.size(), state));
  for (const auto& partial : state.partials)
    if (partial.range.size != 0) DP_CHECK(check_range_(commit.worker, partial.range));
  return {};
}

/// All that was asked of these chunks is here, or in the state.
Status MapJob::finish(const pool::Commit& commit, std::string_view bytes) {
  if (results_.reduces())
    return speculation_.add_state({commit.chunks.begin(), commit.chunks.end()}, bytes);
  for (const auto id : commit.chunks) {
    if (std::holds_alternative<MapGuess>(table_.at(id)))
      speculation_.finish(id);
    else
      table_.close(id);
  }
  return {};
}

Result<std::vector<pool::Lease>> MapJob::failed(std::uint64_t id, const Error& error) {
  // No file of the input is to blame for these.
  if (error.code == Errc::exhausted) return fail(error);
  if (std::holds_alternative<ShowRecord>(table_.at(id))) return rejections_.show_again(id);
  // What is no record may be too much for a task.
  const auto* work = std::get_if<MapChunk>(&table_.at(id));
  if (work == nullptr) return give_up_unsure(id);
  // A slice that is not exact yet may hold what only looks like records.
  const bool is_refuted = error.code == Errc::refuted && work->chunk.exact;
  if (error.code == Errc::bug || is_refuted) return fail(error);
  // Which of the items it was is not known, and by and by shows.
  DP_TRY(auto leases, keep_prefix(id, 0));
  const auto remedy = policy_.after_failure(table_.chunk(id), error.message);
  DP_TRY(const auto pieces, replace(id, remedy));
  leases.insert(leases.begin(), pieces.begin(), pieces.end());
  return leases;
}

Result<std::vector<pool::Lease>> MapJob::died(pool::Lease was, const pool::Death& death) {
  const auto id = was.chunk;
  const Chunk chunk = table_.chunk(id);
  const auto* work = std::get_if<MapChunk>(&table_.at(id));
  const bool has_prefix = work != nullptr && work->mark && !work->streamed;
  // No item's fault: what hangs gets a worker ready for any.
  const bool is_opening =
      death.limit == pool::Death::Limit::time && death.timing != pool::Timing::item;
  if (is_opening) {
    if (death.faults >= pool::kMostFaults) return fail(pool::error_of(death));
    if (std::holds_alternative<MapGuess>(table_.at(id))) speculation_.start_again(id);
    if (!has_prefix) return std::vector<pool::Lease>{std::move(was)};
  } else {
    rejections_.deaths().add(chunk.first + std::min(death.item, chunk.items - 1),
                             policy_.suspects(chunk, death), death);
  }
  if (work != nullptr) {
    DP_TRY(auto leases, keep_prefix(id, death.item));
    const Chunk& rest = table_.chunk(id);
    pool::Death in_rest = death;
    in_rest.item -= std::min(death.item, rest.first - chunk.first);
    const auto remedy =
        is_opening ? Remedy{{rest}, std::nullopt} : policy_.after_death(rest, in_rest);
    if (has_prefix || !is_same_again(remedy, rest)) {
      DP_TRY(const auto pieces, replace(id, remedy));
      leases.insert(leases.begin(), pieces.begin(), pieces.end());
      return leases;
    }
  } else if (death.is_fault) {
    const bool shows = std::holds_alternative<ShowRecord>(table_.at(id));
    return shows ? rejections_.show_again(id) : give_up_unsure(id);
  } else if (std::holds_alternative<MapGuess>(table_.at(id))) {
    speculation_.start_again(id);
  }
  // Under its own id, so that the pool goes on counting the deaths over it: external ones must
  // end too.
  std::vector<pool::Lease> again;
  again.push_back(std::move(was));
  return again;
}

/// What a chunk has given is not asked for again: `id` becomes the piece of the rest that has the
/// chunk's item `item`. Leases what else there is: the other pieces, and, if there is a state that
/// went with the worker, the done ones for that alone.
Result<std::vector<pool::Lease>> MapJob::keep_prefix(std::uint64_t id, std::uint64_t item) {
  std::vector<pool::Lease> leases;
  const auto work = std::get<MapChunk>(table_.at(id));
  if (!work.mark || work.streamed) return leases;
  const Chunk chunk = work.chunk;
  auto [done, rest] = policy_.splitter().divide(chunk, *work.mark);
  DP_CHECK(results_.replace(chunk, rest));
  const bool is_in_first =
      rest.size() == 1 || chunk.first + item < rest.front().first + rest.front().items;
  const auto offending = is_in_first ? std::size_t{0} : rest.size() - 1;
  table_.change(id, MapChunk{rest[offending]});
  for (std::size_t i = 0; i < rest.size(); ++i)
    if (i != offending) leases.push_back(leases_.make(MapChunk{rest[i]}));
  for (const auto& piece : done) {
    if (results_.reduces())
      leases.push_back(leases_.make(MapChunk{piece, true}));
    else
      table_.close(table_.open(MapChunk{piece, true}));
  }
  return leases;
}

/// A worker cannot do what was asked of a slice that is no chunk yet: it will show what keeps it
/// from that when it is one.
Result<std::vector<pool::Lease>> MapJob::give_up_unsure(std::uint64_t id) {
  if (std::holds_alternative<MapGuess>(table_.at(id))) {
    speculation_.drop(id);
  } else {
    const auto item = table_.chunk(id).first;
    if (feed_.reads(item))
      feed_.stop_asking();
    else
      cutters_.stop_asking(item);
    table_.free(id);
  }
  DP_CHECK(speculation_.settle());
  return std::vector<pool::Lease>();
}

/// Reject what is to be rejected, and lease the pieces instead of the chunk.
Result<std::vector<pool::Lease>> MapJob::replace(std::uint64_t id, const Remedy& remedy) {
  const auto work = std::get<MapChunk>(table_.at(id));
  table_.free(id);
  std::vector<pool::Lease> leases;
  if (remedy.rejected) leases = rejections_.reject(work.chunk, *remedy.rejected);
  if (remedy.pieces.empty()) table_.settle(work.chunk);
  if (!work.streamed) DP_CHECK(results_.replace(work.chunk, remedy.pieces));
  DP_CHECK(speculation_.settle());
  DP_CHECK(results_.check_limits(false));
  for (const auto& piece : remedy.pieces)
    leases.push_back(leases_.make(MapChunk{piece, work.streamed}));
  return leases;
}

}  // namespace dp::run
