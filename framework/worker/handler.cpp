// SPDX-License-Identifier: Apache-2.0
#include "worker/handler.hpp"

#include <unistd.h>

#include <algorithm>

#include "input/lines.hpp"
#include "plugin/describe.hpp"
#include "worker/combine.hpp"
#include "worker/join_knowledge.hpp"
#include "worker/read_table.hpp"
#include "worker/tell_targets.hpp"
#include "worker/validate_open.hpp"
#include "worker/write_result.hpp"

namespace dp::worker {

namespace {

/// An epoch lasts at least this long, and so long that saving stays below a twentieth of it.
constexpr auto kShortestEpoch = std::chrono::seconds(2);
constexpr int kSaveShare = 20;
/// What is saved of a state in a microsecond, at least: a first save comes too early else.
constexpr std::uint64_t kSavedInMicrosecond = 400;

/// A chunk's output commits in prefixes of about so many bytes: of these, two or three fit into the
/// reply arena (pool::SharedMemory).
constexpr std::size_t kPrefixBytes = 1 << 20;
/// However little it gives: what comes after the last prefix is lost with its worker.
constexpr auto kPrefixEvery = std::chrono::milliseconds(250);

std::string_view text_of(pool::Bytes bytes) { return {bytes.data(), bytes.size()}; }

/// The pool's context, which ends the worker if a task has taken descriptors from it: before anything
/// is written to what may have their numbers by now, and over what it was at.
class GuardedContext final : public pool::WorkerContext {
 public:
  GuardedContext(pool::WorkerContext& context, const OwnDescriptors& descriptors)
      : context_(&context), descriptors_(&descriptors) {}

  void check(std::size_t most) const noexcept {
    if (descriptors_->intact(most)) return;
    context_->report_call("a task that closed or replaced descriptors of its worker",
                          pool::Timing::item);
    ::_exit(1);
  }
  void report_position(std::uint64_t item, std::uint64_t place,
                       bool precise) noexcept override {
    check(kLooksAt);
    context_->report_position(item, place, precise);
  }
  void report_call(std::string_view call, pool::Timing timing) noexcept override {
    context_->report_call(call, timing);
  }
  void report_alive() noexcept override { context_->report_alive(); }
  Result<pool::StoreRange> store(pool::Bytes bytes) override {
    check(kLooksAt);
    return context_->store(bytes);
  }
  Status load(const pool::StoreRange& range, std::string& out) override {
    return context_->load(range, out);
  }
  Result<pool::StoreView> view(const pool::StoreRange& range) override {
    return context_->view(range);
  }
  Status commit_part(pool::Part part, pool::Bytes reply) override {
    check(kLooksAt);
    return context_->commit_part(part, reply);
  }
  Status commit_prefix(pool::Bytes reply) override {
    check(kLooksAt);
    return context_->commit_prefix(reply);
  }

 private:
  static constexpr std::size_t kLooksAt = 8;
  pool::WorkerContext* context_;
  const OwnDescriptors* descriptors_;
};

protocol::StreamReply reply_of(const ChunkOutput& output) {
  protocol::StreamReply made;
  made.bounds = output.bounds.value_or(protocol::RecordBounds{});
  made.counts = output.counts;
  made.rejects = output.rejects;
  made.streams.assign(output.streams.begin(), output.streams.end());
  return made;
}

void write_output(std::string& reply, const ChunkOutput& output) {
  ByteWriter out(reply);
  encode(out, reply_of(output));
}

/// Answer a request T by `call`, which takes it and gives its reply.
template <class T, class Call>
Result<pool::Handler::Outcome> reply_to(std::string_view bytes, std::string& reply,
                                        Call&& call) {
  T request;
  DP_CHECK(protocol::decode_request(bytes, request));
  DP_TRY(const typename T::Reply made, call(request));
  ByteWriter out(reply);
  encode(out, made);
  return pool::Handler::Outcome::done;
}

/// Put a plan into the store, and reply where.
Result<pool::Handler::Outcome> keep_plan(std::string_view plan, pool::WorkerContext& context,
                                         std::string& reply) {
  DP_TRY(const auto range, context.store({plan.data(), plan.size()}));
  ByteWriter out(reply);
  encode(out, range);
  return pool::Handler::Outcome::done;
}

Result<data::PluginDescription> describe(const protocol::DescribeRequest& asked,
                                         Libraries& libraries) {
  DP_TRY(const auto* library, libraries.load(asked.library));
  return plugin::describe(*library, asked.library);
}

}  // namespace

Handler::Handler() = default;
Handler::~Handler() = default;

Status Handler::start(pool::Bytes) {
  descriptors_.note();
  return {};
}

Result<Handler::Outcome> Handler::run(const pool::Request& request,
                                      pool::WorkerContext& context, std::string& reply) {
  GuardedContext guarded(context, descriptors_);
  const CallTracker::Reporting reporting(libraries_.calls(), guarded);
  auto outcome = answer(request, guarded, reply);
  guarded.check(descriptors_.count());
  // Tasks may be spoiled, and states hold a part of the chunk. Those of the open epoch, whatever
  // was asked now, the pool has folded anew.
  if (!outcome && chain_) {
    epoch_counts_ = {};
    epoch_began_.reset();
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
  // What needs a plan has it made ready first.
  const auto planned = [&](auto&& call) {
    return [&, call](const auto& asked) -> decltype(call(asked)) {
      DP_CHECK(use_plan(asked.plan, context));
      return call(asked);
    };
  };
  using namespace protocol;
  switch (static_cast<RequestKind>(bytes.front())) {
    case RequestKind::map:
      return map(request, context, reply);
    case RequestKind::cut:
      return reply_to<CutRequest>(
          bytes, reply, planned([&](const CutRequest& asked) { return cut(asked, context); }));
    case RequestKind::show:
      return reply_to<ShowRequest>(bytes, reply, planned([&](const ShowRequest& asked) {
                                     return chain_->show(asked.slice, context);
                                   }));
    case RequestKind::keep_plan:
      return keep_plan(bytes.substr(1), context, reply);
    case RequestKind::combine:
      return reply_to<CombineRequest>(bytes, reply, planned([&](const CombineRequest& asked) {
                                        return combine_partition(plan_, asked, libraries_,
                                                                 context);
                                      }));
    case RequestKind::join:
      return reply_to<JoinRequest>(bytes, reply, planned([&](const JoinRequest& asked) {
                                     return join_knowledge(plan_, asked, libraries_, context);
                                   }));
    case RequestKind::finish:
      return reply_to<FinishRequest>(bytes, reply, planned([&](const FinishRequest& asked) {
                                       return write_result(plan_, asked, libraries_, context);
                                     }));
    case RequestKind::frame:
      return reply_to<FrameRequest>(bytes, reply, planned([&](const FrameRequest& asked) {
                                      return frame_of_writer(plan_, asked, libraries_);
                                    }));
    default:
      return answer_without_plan(bytes, context, reply);
  }
}

/// Of requests that need no plan.
Result<Handler::Outcome> Handler::answer_without_plan(std::string_view bytes,
                                                      pool::WorkerContext& context,
                                                      std::string& reply) {
  using namespace protocol;
  switch (static_cast<RequestKind>(bytes.front())) {
    case RequestKind::describe:
      return reply_to<DescribeRequest>(bytes, reply, [&](const DescribeRequest& asked) {
        return describe(asked, libraries_);
      });
    case RequestKind::open:
      return reply_to<OpenRequest>(bytes, reply, [&](const OpenRequest& asked) {
        return validate_open(asked, libraries_);
      });
    case RequestKind::targets:
      return reply_to<TargetsRequest>(bytes, reply, [&](const TargetsRequest& asked) {
        return tell_targets(asked, libraries_);
      });
    case RequestKind::read_table:
      return reply_to<TableRequest>(bytes, reply, [&](const TableRequest& asked) {
        return read_table(asked, libraries_, context);
      });
    case RequestKind::count_lines:
      return reply_to<CountLinesRequest>(bytes, reply, [&](const CountLinesRequest& asked) {
        return input::count_lines(asked, [&] { context.report_alive(); });
      });
    default:
      return fail(Errc::corrupt, "an unknown request");
  }
}

Result<Handler::Outcome> Handler::map(const pool::Request& request,
                                      pool::WorkerContext& context, std::string& reply) {
  DP_CHECK(protocol::decode_request(text_of(request.bytes), map_request_));
  DP_CHECK(use_plan(map_request_.plan, context));
  const bool reduces = !plan_.reductions.empty();
  const bool wants_stream = (request.parts & pool::kStream) != 0;
  // Where its first record begins was told: nobody must guess once more (see MapJob).
  if (!wants_stream && has_guess()) return Outcome::done;
  chain_->want(wants_stream, reduces);
  auto& output = chain_->output();
  output.clear();
  prefixes_.any = false;
  prefixes_.last = Clock::now();
  chain_->call_at_borders(wants_stream && map_request_.prefixes
                              ? AtBorder([this, &context](const protocol::Mark& mark) {
                                  return at_border(mark, context);
                                })
                              : AtBorder());
  DP_CHECK(push(context));
  records_ += output.counts.records;
  if (!reduces) {
    write_output(reply, output);
    return Outcome::done;
  }
  const bool speaks = prefixes_.any || !plan_.streams.empty() || !output.rejects.empty() ||
                      !output.counts.notes.list.empty() || output.bounds;
  if (wants_stream && speaks) {
    std::string bytes;
    write_output(bytes, output);
    DP_CHECK(context.commit_part(pool::kStream, bytes));
  } else if (wants_stream) {
    epoch_counts_ += output.counts;
  }
  if (!epoch_began_) epoch_began_ = Clock::now();
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
  const auto& slices = map_request_.slices;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    DP_CHECK(chain_->run(slices[i], i, map_request_.careful, context));
    if (map_request_.prefixes && i + 1 < slices.size())
      DP_CHECK(at_border({i + 1, 0}, context));
  }
  return {};
}

/// Commit what the chunk has given, if that is worth it. Where its records are reduced too, a
/// prefix saves nothing but memory: for the state, the chunk would be done again as a whole.
Status Handler::at_border(const protocol::Mark& mark, pool::WorkerContext& context) {
  auto& output = chain_->output();
  const bool is_due = plan_.reductions.empty() && Clock::now() - prefixes_.last >= kPrefixEvery;
  if (!is_due && output.bytes() < kPrefixBytes) return {};
  prefixes_.bytes.clear();
  ByteWriter out(prefixes_.bytes);
  encode(out, protocol::PrefixReply{mark, reply_of(output)});
  DP_CHECK(context.commit_prefix(prefixes_.bytes));
  output.clear();
  prefixes_.any = true;
  prefixes_.last = Clock::now();
  return {};
}

bool Handler::wants_commit() {
  if (!epoch_began_) return false;
  if (plan_.in_order()) return true;
  const auto lasted = Clock::now() - *epoch_began_;
  if (lasted < std::max<Clock::duration>(kShortestEpoch, kSaveShare * last_save_)) return false;
  const std::chrono::microseconds save(chain_->state_bytes() / kSavedInMicrosecond);
  return lasted >= kSaveShare * save;
}

Status Handler::commit(pool::WorkerContext& context, std::string& reply) {
  const auto began = Clock::now();
  const CallTracker::Reporting reporting(libraries_.calls(), context);
  protocol::StateReply state;
  state.counts = epoch_counts_;
  for (std::size_t i = 0; i < plan_.reductions.size(); ++i) {
    auto saved = chain_->save(i, context);
    if (!saved) return fail(std::move(saved).error().within(plan_.reductions[i].title()));
    state.partials.push_back(*saved);
  }
  DP_CHECK(chain_->reset());
  epoch_counts_ = {};
  epoch_began_.reset();
  ByteWriter out(reply);
  encode(out, state);
  last_save_ = Clock::now() - began;
  return {};
}

Result<protocol::RecordBounds> Handler::cut(const protocol::CutRequest& request,
                                            pool::WorkerContext& context) {
  return chain_->cut(request.slice, context);
}

Status Handler::use_plan(const pool::StoreRange& range, pool::WorkerContext& context) {
  if (plan_range_.size != 0 && plan_range_.store == range.store &&
      plan_range_.offset == range.offset)
    return {};
  std::string bytes;
  DP_CHECK(context.load(range, bytes));
  const OpeningCall closing(libraries_.calls(), "close of a task");
  chain_.reset();
  plan_range_ = {};
  DP_TRY(plan_, decode_all<protocol::Plan>(bytes, "plan"));
  DP_CHECK(libraries_.tables().keep(plan_, context));
  DP_TRY(chain_, Chain::open(plan_, libraries_));
  plan_range_ = range;
  return {};
}

}  // namespace dp::worker
