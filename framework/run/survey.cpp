// SPDX-License-Identifier: Apache-2.0
#include "run/survey.hpp"

#include <utility>

#include "protocol/ask.hpp"
#include "protocol/task_requests.hpp"
#include "run/map_setup.hpp"
#include "run/progress_report.hpp"

namespace dp::run {

namespace {

/// The columns that a task emits when it is opened so.
Result<Schema> output_of(pool::Pool& pool, const protocol::OpenRequest& request) {
  DP_TRY(auto answer, protocol::ask(pool, request));
  if (!answer) return fail(std::move(answer).error());
  if (!answer->ok) return fail(std::move(answer->error).within(request.use.task));
  return std::move(answer->output);
}

/// The reader, learning, and the reducer of what it learns.
Result<protocol::Plan> plan_of(const protocol::Plan& run, pool::Pool& pool) {
  const auto& first = run.stages.at(0);
  protocol::Plan plan;
  plan.intake = run.intake;
  plan.hash_seed = run.hash_seed;
  plan.recycle = run.recycle;
  plan.rejects_damaged = run.rejects_damaged;
  protocol::Stage reader;
  reader.kind = protocol::Stage::Kind::reader;
  reader.use = first.use;
  reader.reader.sample = first.reader.sample;
  reader.reader.sample_cut = first.reader.sample_cut;
  reader.reader.learning = true;
  DP_TRY(reader.output, output_of(pool, {DP_READER, reader.use, false, {}, reader.reader, {}}));
  reader.used.assign(reader.output.size(), 1);
  const protocol::TaskUse reducer{first.use.library, first.knowledge, data::Value::map()};
  DP_TRY(auto witnesses, output_of(pool, {DP_REDUCER, reducer, true, reader.output, {}, {}}));
  plan.reductions.push_back({first.knowledge, reducer, std::move(witnesses), 0});
  plan.stages.push_back(std::move(reader));
  return plan;
}

/// Free what the map left in the stores.
void free_all(pool::Pool& pool, const std::vector<pool::StoreRange>& ranges) {
  for (const auto& range : ranges) pool.free(range);
}

/// The partials of what the reader learned, as the workers left them.
Result<std::vector<pool::StoreRange>> map(const planner::Prepared& prepared,
                                          const protocol::Plan& plan,
                                          const pool::StoreRange& plan_range, pool::Pool& pool,
                                          Observer* observer) {
  DP_TRY(auto rejects, RejectLog::create({}));
  ProgressReport report(prepared, observer);
  auto setup = map_setup(prepared, plan_range);
  setup.into = {&plan, &prepared.items, &report.progress, &rejects, nullptr};
  setup.tick = [&report] { report.tell(Progress::Phase::survey); };
  MapJob job(std::move(setup));
  const auto mapped = pool.run(job);
  std::vector<pool::StoreRange> ranges;
  for (const auto& partials : job.results().partials())
    for (const auto& place : partials)
      if (place.range.size != 0) ranges.push_back(place.range);
  auto status = mapped ? job.input_status() : mapped;
  if (status && !job.settled())
    status = fail(Errc::bug, "some chunks were never counted in the survey");
  if (status) return ranges;
  free_all(pool, ranges);
  return fail(std::move(status).error());
}

}  // namespace

Result<protocol::Knowledge> survey(planner::Prepared& prepared, Observer* observer) {
  auto& pool = *prepared.pool;
  DP_TRY(const auto plan, plan_of(prepared.plan, pool));
  DP_TRY(const auto plan_range, keep_plan(pool, plan));
  DP_TRY(const auto ranges, map(prepared, plan, plan_range, pool, observer));
  DP_TRY(auto joined, protocol::ask(pool, protocol::JoinRequest{plan_range, ranges}));
  free_all(pool, ranges);
  if (!joined) return fail(std::move(joined).error().within("joining what was learned"));
  return std::move(*joined);
}

}  // namespace dp::run
