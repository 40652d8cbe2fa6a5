// SPDX-License-Identifier: Apache-2.0
#include "worker/write_result.hpp"

#include "worker/combine.hpp"
#include "worker/links.hpp"
#include "worker/store_text.hpp"

namespace dp::worker {

namespace {

/// What a result is made with.
struct Tools {
  Libraries* libraries;
  pool::WorkerContext* context;
  CallTracker* calls;
};

/// Hands batches to a writer.
class WriterLink final : public Link {
 public:
  /// `calls`: told of the writer's calls as `name`.
  WriterLink(plugin::WriterInstance& writer, const std::string& name, CallTracker& calls,
             StoreText& out)
      : writer_(&writer), call_(calls, "the writer " + name), calls_(&calls), out_(&out) {
    outlet_.text = &out.text;
  }
  Status push(const dp_batch& batch) override {
    calls_->alive();
    rows_ += static_cast<std::uint64_t>(batch.array->length);
    const auto inside = call_.enter();
    DP_CHECK(outlet_.status_of(writer_->write(batch, outlet_.raw())));
    return out_->flush_if_large();
  }
  /// That were written so far.
  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }
  Status begin() {
    const auto inside = call_.enter();
    return outlet_.status_of(writer_->begin(outlet_.raw()));
  }
  Status section(std::string_view name, const Schema& schema) {
    const auto inside = call_.enter();
    return outlet_.status_of(writer_->section(name, schema, outlet_.raw()));
  }
  Status end() {
    const auto inside = call_.enter();
    return outlet_.status_of(writer_->end(outlet_.raw()));
  }

 private:
  plugin::WriterInstance* writer_;
  TaskCall call_;
  CallTracker* calls_;
  StoreText* out_;
  std::uint64_t rows_ = 0;
  Outlet outlet_;
};

/// Combine pieces, and finalize them into `next`.
Status finish_range(const protocol::Plan& plan, std::uint32_t index,
                    const std::vector<protocol::Piece>& pieces, const Tools& tools,
                    Link& next) {
  DP_TRY(auto reducer, open_reducer(plan, index, *tools.libraries));
  const auto& name = plan.reductions[index].name;
  const TaskCall combine(*tools.calls, "combine of the reducer " + name);
  const TaskCall finalize(*tools.calls, "finalize of the reducer " + name);
  std::string partial;
  for (const auto& piece : pieces) {
    tools.calls->alive();
    const auto inside = combine.enter();
    DP_CHECK(tools.context->load(piece.range, partial));
    DP_CHECK(reducer.combine(piece.partition, partial));
  }
  const auto inside = finalize.enter();
  Outlet outlet;
  outlet.next = &next;
  return outlet.status_of(reducer.finalize(outlet.raw()));
}

Status finish_section(const protocol::Plan& plan, std::uint32_t index,
                      const protocol::Ranges& ranges, const Tools& tools, WriterLink& writer) {
  for (const auto& pieces : ranges) DP_CHECK(finish_range(plan, index, pieces, tools, writer));
  return {};
}

}  // namespace

Result<protocol::FinishReply> write_result(const protocol::Plan& plan,
                                           const protocol::FinishRequest& request,
                                           Libraries& libraries, pool::WorkerContext& context) {
  if (request.result >= plan.results.size()) return fail(Errc::corrupt, "no such result");
  const auto& result = plan.results[request.result];
  if (request.partials.size() != result.reductions.size())
    return fail(Errc::corrupt, "partials do not match the result");
  DP_TRY(auto writer,
         libraries.open<plugin::WriterInstance>(result.writer, nullptr, plan.hash_seed));
  DP_CHECK(writer.start());
  CallTracker calls;
  calls.report_to(&context);
  const Tools tools{&libraries, &context, &calls};
  StoreText text(context);
  WriterLink link(writer, result.writer.task, calls, text);
  DP_CHECK(link.begin());
  for (std::size_t i = 0; i < result.reductions.size(); ++i) {
    const auto& reduction = plan.reductions[result.reductions[i]];
    DP_CHECK(link.section(reduction.name, reduction.output));
    if (!request.head) text.text.clear();
    auto status = finish_section(plan, result.reductions[i], request.partials[i], tools, link);
    if (!status) return fail(std::move(status).error().within(reduction.name));
  }
  if (request.tail) DP_CHECK(link.end());
  DP_CHECK(text.flush());
  return protocol::FinishReply{text.whole(), link.rows()};
}

Result<protocol::FrameReply> frame_stream(const protocol::Plan& plan,
                                          const protocol::FrameRequest& request,
                                          Libraries& libraries) {
  if (request.stream >= plan.streams.size()) return fail(Errc::corrupt, "no such stream");
  const auto& stream = plan.streams[request.stream];
  DP_TRY(auto writer,
         libraries.open<plugin::WriterInstance>(stream.writer, nullptr, plan.hash_seed));
  DP_CHECK(writer.start());
  protocol::FrameReply texts;
  Outlet outlet;
  outlet.text = &texts.head;
  DP_CHECK(outlet.status_of(writer.begin(outlet.raw())));
  DP_CHECK(outlet.status_of(writer.section("", plan.records(), outlet.raw())));
  outlet.text = &texts.tail;
  DP_CHECK(outlet.status_of(writer.end(outlet.raw())));
  return texts;
}

}  // namespace dp::worker
