// SPDX-License-Identifier: Apache-2.0
#include "worker/handler.hpp"

#include <algorithm>

#include "input/lines.hpp"
#include "plugin/describe.hpp"
#include "worker/finish.hpp"
#include "worker/tell_targets.hpp"

namespace dp::worker {

namespace {

/// An epoch lasts at least this long, and so long that saving stays below a twentieth of it.
constexpr auto kShortestEpoch = std::chrono::seconds(2);
constexpr int kSaveShare = 20;
/// What is saved of a state in a microsecond, at least: a first save comes too early else.
constexpr std::uint64_t kSavedInMicrosecond = 400;

std::string_view text_of(pool::Bytes bytes) { return {bytes.data(), bytes.size()}; }

/// Write a stream reply (see StreamReply).
void write_output(std::string& reply, const ChunkOutput& output) {
  ByteWriter out(reply);
  write(out, output.answer.value_or(protocol::RecordBounds{}));
  write(out, output.counts);
  out.put(output.rejects);
  out.put(static_cast<std::uint64_t>(output.streams.size()));
  for (const auto& stream : output.streams) out.put(stream);
}

}  // namespace

Handler::Handler() = default;
Handler::~Handler() = default;

Status Handler::start(pool::Bytes) { return {}; }

Result<Handler::Outcome> Handler::run(const pool::Request& request,
                                      pool::WorkerContext& context, std::string& reply) {
  auto outcome = answer(request, context, reply);
  // Tasks may be spoiled, and states hold a part of the chunk. Those of the open epoch, whatever
  // was asked now, the pool has folded anew.
  if (!outcome && chain_) {
    epoch_counts_ = {};
    epoch_open_ = false;
    if (auto renewed = chain_->renew(); !renewed) {
      chain_.reset();
      plan_range_ = {};
      return fail(std::move(renewed).error());
    }
  }
  return outcome;
}

Result<Handler::Outcome> Handler::answer(const pool::Request& request,
                                         pool::WorkerContext& context, std::string& reply) {
  const auto bytes = text_of(request.bytes);
  if (bytes.empty()) return fail(Errc::corrupt, "an empty request");
  switch (static_cast<protocol::Ask>(bytes.front())) {
    case protocol::Ask::map:
      return map(request, context, reply);
    case protocol::Ask::describe:
      DP_CHECK(describe(bytes, reply));
      return Outcome::done;
    case protocol::Ask::open:
      DP_CHECK(open(bytes, reply));
      return Outcome::done;
    case protocol::Ask::keep_plan: {
      DP_TRY(const auto range, context.store({bytes.data() + 1, bytes.size() - 1}));
      ByteWriter out(reply);
      protocol::write(out, range);
      return Outcome::done;
    }
    case protocol::Ask::combine:
      DP_CHECK(combine(bytes, context, reply));
      return Outcome::done;
    case protocol::Ask::finish:
      DP_CHECK(finish(bytes, context, reply));
      return Outcome::done;
    case protocol::Ask::frame:
      DP_CHECK(frame(bytes, context, reply));
      return Outcome::done;
    case protocol::Ask::count_lines:
      DP_CHECK(input::count_lines(bytes, reply));
      return Outcome::done;
    case protocol::Ask::cut:
      DP_CHECK(cut(bytes, context, reply));
      return Outcome::done;
    case protocol::Ask::targets:
      DP_CHECK(tell_targets(bytes, libraries_, reply));
      return Outcome::done;
  }
  return fail(Errc::corrupt, "an unknown request");
}

Result<Handler::Outcome> Handler::map(const pool::Request& request,
                                      pool::WorkerContext& context, std::string& reply) {
  DP_CHECK(protocol::read_map_request(text_of(request.bytes), map_request_));
  DP_CHECK(use_plan(map_request_.plan, context));
  const bool reduces = !plan_.reductions.empty();
  const bool wants_stream = (request.parts & pool::kStream) != 0;
  // Where its first record begins was told: nobody must guess once more (see MapJob).
  if (!wants_stream && has_guess()) return Outcome::done;
  chain_->want(wants_stream, reduces);
  auto& output = chain_->output();
  output.clear();
  DP_CHECK(push(context));
  if (!reduces) {
    write_output(reply, output);
    return Outcome::done;
  }
  const bool speaks = !plan_.streams.empty() || !output.rejects.empty() || output.answer;
  if (wants_stream && speaks) {
    std::string bytes;
    write_output(bytes, output);
    DP_CHECK(context.commit_part(pool::kStream, bytes));
  } else if (wants_stream) {
    epoch_counts_ += output.counts;
  }
  if (!epoch_open_) epoch_began_ = Clock::now();
  epoch_open_ = true;
  return Outcome::held;
}

bool Handler::has_guess() const noexcept {
  const auto& slices = map_request_.slices;
  return plan_.intake == protocol::Intake::records && slices.size() == 1 &&
         !slices.front().exact;
}

Status Handler::push(pool::WorkerContext& context) {
  if (plan_.intake == protocol::Intake::range)
    return chain_->run_range(map_request_.begin, map_request_.end, map_request_.careful,
                             context);
  std::uint64_t number = 0;
  for (const auto& slice : map_request_.slices)
    DP_CHECK(chain_->run(slice, number++, map_request_.careful, context));
  return {};
}

bool Handler::wants_commit() {
  if (!epoch_open_) return false;
  if (plan_.in_order()) return true;
  const auto lasted = Clock::now() - epoch_began_;
  if (lasted < std::max<Clock::duration>(kShortestEpoch, kSaveShare * last_save_)) return false;
  const std::chrono::microseconds save(chain_->state_bytes() / kSavedInMicrosecond);
  return lasted >= kSaveShare * save;
}

Status Handler::commit(pool::WorkerContext& context, std::string& reply) {
  const auto began = Clock::now();
  protocol::StateReply state;
  state.counts = epoch_counts_;
  for (std::size_t i = 0; i < plan_.reductions.size(); ++i) {
    auto saved = chain_->save(i, context);
    if (!saved) return fail(std::move(saved).error().within(plan_.reductions[i].name));
    state.partials.push_back(*saved);
  }
  chain_->reset();
  epoch_counts_ = {};
  epoch_open_ = false;
  ByteWriter out(reply);
  write(out, state);
  last_save_ = Clock::now() - began;
  return {};
}

Status Handler::cut(std::string_view request, pool::WorkerContext& context,
                    std::string& reply) {
  DP_TRY(const auto wanted, protocol::read_cut_request(request));
  DP_CHECK(use_plan(wanted.plan, context));
  context.report_position(0, wanted.slice.begin, false);
  DP_TRY(const auto answer, chain_->cut(wanted.slice));
  ByteWriter out(reply);
  write(out, answer);
  return {};
}

Status Handler::use_plan(const pool::StoreRange& range, pool::WorkerContext& context) {
  if (plan_range_.size != 0 && plan_range_.store == range.store &&
      plan_range_.offset == range.offset)
    return {};
  std::string bytes;
  DP_CHECK(context.load(range, bytes));
  chain_.reset();
  plan_range_ = {};
  DP_TRY(plan_, protocol::read_plan(bytes));
  DP_TRY(chain_, Chain::open(plan_, libraries_));
  plan_range_ = range;
  return {};
}

Status Handler::describe(std::string_view request, std::string& reply) {
  ByteReader in(request.substr(1));
  const std::string path(in.text());
  DP_TRY(const auto* library, libraries_.load(path));
  ByteWriter out(reply);
  data::write(out, plugin::describe(library->info(), path));
  return {};
}

Status Handler::open(std::string_view request, std::string& reply) {
  DP_TRY(const auto asked, protocol::read_open_request(request));
  DP_TRY(const auto answer, try_open(asked, libraries_));
  ByteWriter out(reply);
  write(out, answer);
  return {};
}

Status Handler::combine(std::string_view request, pool::WorkerContext& context,
                        std::string& reply) {
  DP_TRY(const auto asked, protocol::read_combine_request(request));
  DP_CHECK(use_plan(asked.plan, context));
  DP_TRY(const auto combined, combine_partition(plan_, asked, libraries_, context));
  reply = protocol::combine_reply(combined);
  return {};
}

Status Handler::finish(std::string_view request, pool::WorkerContext& context,
                       std::string& reply) {
  DP_TRY(const auto asked, protocol::read_finish_request(request));
  DP_CHECK(use_plan(asked.plan, context));
  DP_TRY(const auto range, finish_result(plan_, asked, libraries_, context));
  ByteWriter out(reply);
  protocol::write(out, range);
  return {};
}

Status Handler::frame(std::string_view request, pool::WorkerContext& context,
                      std::string& reply) {
  DP_TRY(const auto asked, protocol::read_frame_request(request));
  DP_CHECK(use_plan(asked.plan, context));
  DP_TRY(const auto texts, frame_stream(plan_, asked, libraries_));
  ByteWriter out(reply);
  out.put(texts.first).put(texts.second);
  return {};
}

}  // namespace dp::worker
