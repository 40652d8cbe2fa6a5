// SPDX-License-Identifier: Apache-2.0
#include "worker/write_result.hpp"

#include "worker/combine.hpp"
#include "worker/links.hpp"
#include "worker/partitioner.hpp"
#include "worker/store_text.hpp"
#include "worker/writer_ends.hpp"

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
  /// `calls`: told of the writer's calls as `name`. `parts`: shares rows out among files, or nullptr.
  WriterLink(plugin::WriterInstance& writer, const std::string& name, CallTracker& calls,
             StoreText& out, Partitioner* parts)
      : writer_(&writer),
        call_(calls, "the writer " + name),
        end_(calls, "end of the writer " + name),
        calls_(&calls),
        out_(&out),
        parts_(parts) {
    outlet_.text = &out.text;
  }
  Status push(const dp_batch& batch) override {
    calls_->alive();
    rows_ += static_cast<std::uint64_t>(batch.array->length);
    if (parts_ == nullptr) {
      flush_as_it_grows();
      return write(batch);
    }
    DP_CHECK(
        parts_->write(batch, out_->text, [this](const dp_batch& rows) { return write(rows); }));
    return out_->flush_if_large();
  }
  /// That were written so far.
  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }
  Status begin() { return begin_writer(*writer_, *calls_, {}, out_->text); }
  /// What comes before it may be held until now.
  Status section(std::string_view name, const Schema& schema) {
    calls_->alive();
    const auto inside = call_.enter();
    return outlet_.status_of(writer_->section(name, schema, outlet_.raw()));
  }
  Status end() {
    calls_->alive();
    flush_as_it_grows();
    const auto inside = end_.enter();
    return outlet_.status_of(writer_->end(outlet_.raw()));
  }

 private:
  Status write(const dp_batch& batch) {
    const auto inside = call_.enter();
    return outlet_.status_of(writer_->write(batch, outlet_.raw()));
  }
  /// From here on nothing that was written is taken back.
  void flush_as_it_grows() {
    if (!outlet_.filled) outlet_.filled = [out = out_] { return out->flush_if_large(); };
  }

  plugin::WriterInstance* writer_;
  TaskCall call_, end_;
  CallTracker* calls_;
  StoreText* out_;
  Partitioner* parts_;
  std::uint64_t rows_ = 0;
  Outlet outlet_;
};

/// Combine pieces, and finalize them into `next`.
Status finish_range(const protocol::Plan& plan, std::uint32_t index,
                    const std::vector<protocol::Piece>& pieces, const Tools& tools,
                    Link& next) {
  DP_TRY(auto reducer, open_reducer(plan, index, *tools.libraries));
  const auto& name = plan.reductions[index].title();
  const TaskCall combine(*tools.calls, "combine of the reducer " + name);
  const TaskCall finalize(*tools.calls, "finalize of the reducer " + name);
  std::string partial;
  for (const auto& piece : pieces) {
    DP_CHECK(tools.context->load(piece.range, partial));
    tools.calls->alive();
    const auto inside = combine.enter();
    DP_CHECK(reducer.combine(piece.partition, partial));
  }
  tools.calls->alive();
  const auto inside = finalize.enter();
  Outlet outlet;
  outlet.next = &next;
  outlet.decimals = DecimalGuard(reducer.output(), plan.reductions[index].use.task);
  return outlet.status_of(reducer.finalize(outlet.raw()));
}

Status finish_section(const protocol::Plan& plan, std::uint32_t index,
                      const protocol::Ranges& ranges, const Tools& tools, WriterLink& writer) {
  for (const auto& pieces : ranges) DP_CHECK(finish_range(plan, index, pieces, tools, writer));
  return {};
}

/// What shares a result's rows out among files, or nullptr.
Result<std::unique_ptr<Partitioner>> parts_of(const protocol::Plan& plan,
                                              const protocol::WriterUse& result) {
  if (result.parts.empty()) return nullptr;
  if (result.reductions.size() != 1)
    return fail(Errc::corrupt, "results that share files whose paths have columns");
  return Partitioner::make(result.parts, plan.reductions[result.reductions.front()].output);
}

}  // namespace

Result<protocol::FinishReply> write_result(const protocol::Plan& plan,
                                           const protocol::FinishRequest& request,
                                           Libraries& libraries, pool::WorkerContext& context) {
  if (request.result >= plan.results.size()) return fail(Errc::corrupt, "no such result");
  const auto& result = plan.results[request.result];
  if (request.partials.size() != result.reductions.size())
    return fail(Errc::corrupt, "partials do not match the result");
  auto& calls = libraries.calls();
  const CallTracker::Reporting reporting(calls, context);
  DP_TRY(auto writer,
         libraries.open<plugin::WriterInstance>(result.writer, nullptr, plan.hash_seed));
  DP_CHECK(libraries.start(writer));
  const Tools tools{&libraries, &context, &calls};
  StoreText text(context);
  DP_TRY(const auto parts, parts_of(plan, result));
  WriterLink link(writer, result.writer.task, calls, text, parts.get());
  DP_CHECK(link.begin());
  for (std::size_t i = 0; i < result.reductions.size(); ++i) {
    const auto& reduction = plan.reductions[result.reductions[i]];
    DP_CHECK(link.section(reduction.name, reduction.output));
    if (!request.head) text.text.clear();
    auto status = finish_section(plan, result.reductions[i], request.partials[i], tools, link);
    if (!status) return fail(std::move(status).error().within(reduction.title()));
  }
  if (request.tail) DP_CHECK(link.end());
  DP_CHECK(text.flush());
  return protocol::FinishReply{text.whole(), link.rows()};
}

Result<protocol::FrameReply> frame_of_writer(const protocol::Plan& plan,
                                             const protocol::FrameRequest& request,
                                             Libraries& libraries) {
  const auto& writers = request.of_result ? plan.results : plan.streams;
  if (request.writer >= writers.size()) return fail(Errc::corrupt, "no such writer");
  const auto& use = writers[request.writer];
  std::vector<std::pair<std::string, Schema>> sections;
  for (const auto index : use.reductions)
    sections.emplace_back(plan.reductions[index].name, plan.reductions[index].output);
  if (!request.of_result) sections.emplace_back("", plan.records());
  DP_TRY(auto writer,
         libraries.open<plugin::WriterInstance>(use.writer, nullptr, plan.hash_seed));
  DP_CHECK(libraries.start(writer));
  protocol::FrameReply texts;
  DP_CHECK(begin_writer(writer, libraries.calls(), sections, texts.head));
  DP_CHECK(end_writer(writer, libraries.calls(), texts.tail));
  return texts;
}

}  // namespace dp::worker
