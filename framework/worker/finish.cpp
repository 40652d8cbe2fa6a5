// SPDX-License-Identifier: Apache-2.0
#include "worker/finish.hpp"

#include "worker/links.hpp"
#include "worker/store_text.hpp"

namespace dp::worker {

namespace {

/// Hands batches to a writer.
class WriterLink final : public Link {
 public:
  WriterLink(plugin::Instance& writer, StoreText& out) : writer_(&writer), out_(&out) {
    outlet_.text = &out.text;
  }
  Status push(const dp_batch& batch) override {
    DP_CHECK(outlet_.status_of(writer_->write(batch, outlet_.raw())));
    return out_->flush_if_large();
  }
  Status begin() { return outlet_.status_of(writer_->begin(outlet_.raw())); }
  Status section(std::string_view name, const Schema& schema) {
    return outlet_.status_of(writer_->section(name, schema, outlet_.raw()));
  }
  Status end() { return outlet_.status_of(writer_->end(outlet_.raw())); }

 private:
  plugin::Instance* writer_;
  StoreText* out_;
  Outlet outlet_;
};

Result<plugin::Instance> open_reducer(const protocol::Plan& plan, std::uint32_t index,
                                      Libraries& libraries) {
  if (index >= plan.reductions.size()) return fail(Errc::corrupt, "no such reduction");
  return libraries.open(DP_REDUCER, plan.reductions[index].use, &plan.mapped(), plan.hash_seed);
}

/// Combine pieces, and finalize them into `next`.
Status finish_range(const protocol::Plan& plan, std::uint32_t index,
                    const std::vector<protocol::Piece>& pieces, Libraries& libraries,
                    pool::WorkerContext& context, Link& next) {
  DP_TRY(auto reducer, open_reducer(plan, index, libraries));
  std::string partial;
  for (const auto& piece : pieces) {
    DP_CHECK(context.load(piece.range, partial));
    DP_CHECK(reducer.combine(piece.partition, partial));
  }
  Outlet outlet;
  outlet.next = &next;
  return outlet.status_of(reducer.finalize(outlet.raw()));
}

Status finish_section(const protocol::Plan& plan, std::uint32_t index,
                      const protocol::Ranges& ranges, Libraries& libraries,
                      pool::WorkerContext& context, WriterLink& writer) {
  for (const auto& pieces : ranges)
    DP_CHECK(finish_range(plan, index, pieces, libraries, context, writer));
  return {};
}

/// Drive a writer through empty sections, as a check of their columns.
Status try_sections(plugin::Instance& writer, const protocol::OpenRequest& request) {
  std::string unused;
  Outlet outlet;
  outlet.text = &unused;
  DP_CHECK(outlet.status_of(writer.begin(outlet.raw())));
  for (const auto& [name, schema] : request.sections)
    DP_CHECK(outlet.status_of(writer.section(name, schema, outlet.raw())));
  return outlet.status_of(writer.end(outlet.raw()));
}

}  // namespace

Result<protocol::OpenReply> try_open(const protocol::OpenRequest& request,
                                     Libraries& libraries) {
  DP_TRY(const auto* task, libraries.find(request.role, request.use));
  protocol::OpenReply reply;
  auto instance = plugin::Instance::open(
      *task,
      {&request.use.options, request.has_input ? &request.input : nullptr, request.sample, 0});
  if (!instance) {
    reply.error = std::move(instance.error().error);
    reply.option = std::move(instance.error().option);
    return reply;
  }
  if (request.role == DP_WRITER) {
    if (auto status = try_sections(*instance, request); !status) {
      reply.error = std::move(status).error();
      return reply;
    }
  }
  reply.ok = true;
  reply.output = instance->output();
  if (request.role == DP_READER) reply.cut = instance->cut();
  reply.has_targets = request.role == DP_STEP && instance->has_targets();
  return reply;
}

Result<protocol::CombineReply> combine_partition(const protocol::Plan& plan,
                                                 const protocol::CombineRequest& request,
                                                 Libraries& libraries,
                                                 pool::WorkerContext& context) {
  DP_TRY(auto reducer, open_reducer(plan, request.reduction, libraries));
  StoreText saved(context);
  for (const auto& range : request.partials) {
    DP_CHECK(context.load(range, saved.text));
    DP_CHECK(reducer.combine(request.partition, saved.text));
  }
  DP_CHECK(reducer.trim());
  saved.text.clear();
  protocol::CombineReply reply;
  reply.bounds = request.bounds;
  Outlet outlet;
  if (request.ranges > 1 && request.bounds.empty() && reducer.has_ranges()) {
    outlet.text = &reply.bounds;
    DP_CHECK(outlet.status_of(reducer.bounds(request.ranges, outlet.raw())));
  }
  outlet.text = &saved.text;
  outlet.filled = [&saved] { return saved.flush_if_large(); };
  outlet.sizes = &reply.place.sizes;
  DP_CHECK(outlet.status_of(reply.bounds.empty()
                                ? reducer.save(outlet.raw())
                                : reducer.save_ranges(reply.bounds, outlet.raw())));
  DP_CHECK(saved.flush());
  reply.place.range = saved.whole();
  return reply;
}

Result<pool::StoreRange> finish_result(const protocol::Plan& plan,
                                       const protocol::FinishRequest& request,
                                       Libraries& libraries, pool::WorkerContext& context) {
  if (request.result >= plan.results.size()) return fail(Errc::corrupt, "no such result");
  const auto& result = plan.results[request.result];
  if (request.partials.size() != result.reductions.size())
    return fail(Errc::corrupt, "partials do not match the result");
  DP_TRY(auto writer, libraries.open(DP_WRITER, result.writer, nullptr, plan.hash_seed));
  StoreText text(context);
  WriterLink link(writer, text);
  DP_CHECK(link.begin());
  for (std::size_t i = 0; i < result.reductions.size(); ++i) {
    const auto& reduction = plan.reductions[result.reductions[i]];
    DP_CHECK(link.section(reduction.name, reduction.output));
    if (!request.head) text.text.clear();
    auto status = finish_section(plan, result.reductions[i], request.partials[i], libraries,
                                 context, link);
    if (!status) return fail(std::move(status).error().within(reduction.name));
  }
  if (request.tail) DP_CHECK(link.end());
  DP_CHECK(text.flush());
  return text.whole();
}

Result<std::pair<std::string, std::string>> frame_stream(const protocol::Plan& plan,
                                                         const protocol::FrameRequest& request,
                                                         Libraries& libraries) {
  if (request.stream >= plan.streams.size()) return fail(Errc::corrupt, "no such stream");
  const auto& stream = plan.streams[request.stream];
  DP_TRY(auto writer, libraries.open(DP_WRITER, stream.writer, nullptr, plan.hash_seed));
  std::pair<std::string, std::string> texts;
  Outlet outlet;
  outlet.text = &texts.first;
  DP_CHECK(outlet.status_of(writer.begin(outlet.raw())));
  DP_CHECK(outlet.status_of(writer.section("", plan.records(), outlet.raw())));
  outlet.text = &texts.second;
  DP_CHECK(outlet.status_of(writer.end(outlet.raw())));
  return texts;
}

}  // namespace dp::worker
