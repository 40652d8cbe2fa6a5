// SPDX-License-Identifier: Apache-2.0
#include "worker/read_table.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "worker/chain.hpp"
#include "worker/chain_parts.hpp"
#include "worker/item_reader.hpp"
#include "worker/join_knowledge.hpp"
#include "worker/table_builder.hpp"

namespace dp::worker {

namespace {

/// Any number does: whoever writes a table's keys is who made the pipeline, and no other data's.
constexpr std::uint64_t kSeed = 0x6f6b657973;

/// The columns of a table: the keys, and then what is taken.
struct Kept {
  Schema schema;
  std::vector<std::uint32_t> places;
};

std::optional<Kept> kept_of(const protocol::TableRequest& request, const Schema& columns) {
  std::vector<std::string> names = request.keys;
  const auto is_new = [&](const std::string& name) {
    return std::find(names.begin(), names.end(), name) == names.end();
  };
  if (request.taken) {
    for (const auto& name : *request.taken)
      if (is_new(name)) names.push_back(name);
  } else {
    for (const auto& field : columns)
      if (is_new(field.name)) names.push_back(field.name);
  }
  Kept kept;
  for (const auto& name : names) {
    const auto place = find_column(columns, name);
    if (!place) return std::nullopt;
    kept.places.push_back(static_cast<std::uint32_t>(*place));
    kept.schema.push_back(columns[*place]);
  }
  return kept;
}

/// Takes records into a table.
class TableLink final : public Link {
 public:
  TableLink(TableBuilder& table, CallTracker& calls) : table_(&table), calls_(&calls) {}
  Status push(const dp_batch& batch) override {
    calls_->alive();
    return table_->add(batch);
  }

 private:
  TableBuilder* table_;
  CallTracker* calls_;
};

class TableReading {
 public:
  TableReading(const protocol::TableRequest& request, Libraries& libraries,
               pool::WorkerContext& context)
      : request_(&request), libraries_(&libraries), context_(&context) {
    plan_.intake = request.intake;
    plan_.stages.resize(1);
    auto& stage = plan_.stages.front();
    stage.kind = protocol::Stage::Kind::reader;
    stage.use = request.reader;
    stage.reader = request.context;
    // A column that only later records have would be in the table.
    stage.reader.growing = true;
  }

  Result<protocol::TableReply> go() {
    auto reply = read();
    if (reply || reply.error().code != Errc::refuted || request_->knowledge.empty())
      return reply;
    DP_TRY(plan_.stages.front().reader.knowledge, learn());
    return read();
  }

 private:
  Result<Schema> columns_of(const protocol::ReaderContext& reader) {
    DP_TRY(const auto instance,
           libraries_->open<plugin::ReaderInstance>(request_->reader, nullptr, 0, reader));
    return instance.output();
  }

  Result<protocol::TableReply> read() {
    protocol::TableReply reply;
    auto& stage = plan_.stages.front();
    DP_TRY(stage.output, columns_of(stage.reader));
    reply.columns = stage.output;
    const auto kept = kept_of(*request_, stage.output);
    stage.used.assign(stage.output.size(), kept ? 0 : 1);
    if (kept)
      for (const auto place : kept->places) stage.used[place] = 1;
    TableBuilder table(kept ? kept->schema : Schema{},
                       kept ? kept->places : std::vector<std::uint32_t>{},
                       static_cast<std::uint32_t>(kept ? request_->keys.size() : 0));
    DP_CHECK(run(table, reply));
    if (!kept || reply.rejected != 0) return reply;
    reply.kept = kept->schema;
    reply.rows = table.rows();
    const auto repeats = table.index(kSeed, [this] { context_->report_alive(); });
    reply.repeated = repeats.count;
    reply.repeated_at = {repeats.at.item, repeats.at.offset};
    reply.first_at = {repeats.before.item, repeats.before.offset};
    if (request_->unique && repeats.count != 0) return reply;
    DP_TRY(reply.table, table.store(*context_));
    return reply;
  }

  /// Read all files into `table`; rejects go to `reply`.
  Status run(TableBuilder& table, protocol::TableReply& reply) {
    auto& calls = libraries_->calls();
    const auto end = make_end(plan_, *libraries_, calls);
    DP_CHECK(end->open());
    TableLink link(table, calls);
    std::uint64_t file = 0;
    Outlet outlet;
    outlet.next = &link;
    outlet.reports.reject = [&](std::uint64_t offset, std::string_view,
                                std::string_view reason) {
      if (reply.rejected++ != 0) return;
      reply.rejected_at = {file, offset};
      reply.reason = reason;
    };
    outlet.reports.note = [](const dp_note&) {};
    ItemReader reader(plan_, *libraries_, *end, outlet, calls, [] { return Status{}; });
    DP_CHECK(reader.open());
    for (; file < request_->files.size(); ++file) {
      const auto& slice = request_->files[file];
      const auto source = item_of(slice, {});
      outlet.source = &source;
      DP_CHECK(reader.run(slice, file, false, *context_));
    }
    return {};
  }

  /// What the reader learns of all files.
  Result<std::string> learn() {
    protocol::Plan plan = plan_;
    auto& stage = plan.stages.front();
    stage.reader.learning = true;
    stage.reader.growing = false;
    DP_TRY(stage.output, columns_of(stage.reader));
    stage.used.assign(stage.output.size(), 1);
    const protocol::TaskUse reducer{request_->reader.library, request_->knowledge,
                                    data::Value::map()};
    DP_TRY(const auto opened,
           libraries_->open<plugin::ReducerInstance>(reducer, &stage.output, 0));
    plan.reductions.push_back({request_->knowledge, reducer, opened.output(), 0});
    DP_TRY(const auto chain, Chain::open(plan, *libraries_));
    chain->want(false, true);
    for (std::size_t i = 0; i < request_->files.size(); ++i)
      DP_CHECK(chain->run(request_->files[i], i, false, *context_));
    DP_TRY(const auto saved, chain->save(0, *context_));
    protocol::JoinRequest join;
    join.partials = {saved.range};
    DP_TRY(auto knowledge, join_knowledge(plan, join, *libraries_, *context_));
    return std::move(knowledge.bytes);
  }

  const protocol::TableRequest* request_;
  Libraries* libraries_;
  pool::WorkerContext* context_;
  protocol::Plan plan_;
};

}  // namespace

Result<protocol::TableReply> read_table(const protocol::TableRequest& request,
                                        Libraries& libraries, pool::WorkerContext& context) {
  return TableReading(request, libraries, context).go();
}

}  // namespace dp::worker
