// SPDX-License-Identifier: Apache-2.0
#include "run/run.hpp"

#include "protocol/ask.hpp"
#include "protocol/plan_requests.hpp"
#include "protocol/result_requests.hpp"
#include "run/combine_job.hpp"
#include "run/death_log.hpp"
#include "run/map/map_job.hpp"
#include "run/outputs.hpp"
#include "run/reject_file.hpp"

namespace dp::run {

namespace {

/// One run, from the first lease to the last rename.
class Run {
 public:
  Run(planner::Prepared& prepared, const StandardOutput& standard_output, Observer* observer)
      : model_(&prepared.model),
        items_(&prepared.items),
        plan_(&prepared.plan),
        pool_(&*prepared.pool),
        standard_output_(&standard_output),
        observer_(observer),
        began_(std::chrono::steady_clock::now()) {}

  Result<Summary> go();

 private:
  Status open_targets();
  Status keep_plan();
  Status begin_streams();
  Status map();
  Status reduce();
  Status finish();
  [[nodiscard]] std::vector<protocol::FinishRequest> finish_requests(
      std::uint32_t result) const;
  Status write_rejects();
  Status commit();
  void report(Progress::Phase phase);
  [[nodiscard]] std::string name_of_item(std::uint64_t item) const {
    return item < items_->list.size() ? items_->list[item].name
                                      : "item " + std::to_string(item);
  }
  [[nodiscard]] ErrorLimits limits() const;

  const pipeline::Model* model_;
  const input::Items* items_;
  const protocol::Plan* plan_;
  pool::Pool* pool_;
  const StandardOutput* standard_output_;
  Observer* observer_;
  std::chrono::steady_clock::time_point began_;

  Progress progress_;
  Summary summary_;
  pool::StoreRange plan_range_;
  std::vector<Target> streams_;
  std::vector<std::string> stream_ends_;
  std::vector<Target> results_;
  std::optional<RejectLog> rejects_;
  DeathLog deaths_;
  std::vector<Partials> partials_;
  std::vector<protocol::Ranges> ranges_;
};

Result<Summary> Run::go() {
  progress_.bytes.planned = items_->bytes;
  progress_.items.planned = items_->count() + items_->unreadable.size();
  progress_.items_failed = items_->unreadable.size();
  progress_.has_files = items_->range == 0;
  progress_.workers = pool_->workers();
  DP_CHECK(open_targets());
  DP_CHECK(keep_plan());
  DP_CHECK(begin_streams());
  DP_CHECK(map());
  DP_CHECK(reduce());
  DP_CHECK(finish());
  DP_CHECK(write_rejects());
  DP_CHECK(commit());
  report(Progress::Phase::done);
  summary_.progress = progress_;
  summary_.peak_worker_bytes = pool_->stats().peak_rss_bytes;
  for (const auto& death : deaths_.entries())
    summary_.deaths.push_back(
        {name_of_item(death.item), death.place, death.precise, death.cause});
  return std::move(summary_);
}

Status Run::open_targets() {
  for (const auto& sink : plan_->streams) {
    DP_TRY(auto target, Target::open(sink.path, *standard_output_));
    streams_.push_back(std::move(target));
  }
  for (const auto& sink : plan_->results) {
    DP_TRY(auto target, Target::open(sink.path, *standard_output_));
    results_.push_back(std::move(target));
  }
  DP_TRY(auto rejects, RejectLog::create({}));
  rejects_.emplace(std::move(rejects));
  return {};
}

Status Run::keep_plan() {
  DP_TRY(auto range, protocol::ask(*pool_, protocol::KeepPlanRequest{*plan_}));
  if (!range) return fail(std::move(range).error().within("handing the plan to the workers"));
  plan_range_ = *range;
  return {};
}

Status Run::begin_streams() {
  for (std::uint32_t i = 0; i < streams_.size(); ++i) {
    DP_TRY(auto frame, protocol::ask(*pool_, protocol::FrameRequest{plan_range_, i}));
    if (!frame)
      return fail(std::move(frame).error().within("beginning the output of " +
                                                  plan_->streams[i].writer.task));
    stream_ends_.push_back(std::move(frame->tail));
    DP_CHECK(streams_[i].write(frame->head));
  }
  return {};
}

ErrorLimits Run::limits() const {
  const auto& errors = model_->errors;
  ErrorLimits limits;
  limits.stop_at_first = errors.policy == pipeline::ErrorSettings::Policy::stop;
  if (errors.budget_count) limits.most = *errors.budget_count;
  if (errors.budget_ratio) limits.most_ratio = *errors.budget_ratio;
  limits.tries = errors.retries + 1;
  return limits;
}

Status Run::map() {
  StreamWindow window(
      [this](std::size_t i, std::string_view bytes) { return streams_[i].write(bytes); });
  MapJob::Setup setup;
  setup.plan_range = plan_range_;
  setup.chunksize = model_->pool.chunksize;
  setup.workers = pool_->workers();
  setup.limits = limits();
  setup.into = {plan_, items_, &progress_, &*rejects_, streams_.empty() ? nullptr : &window};
  setup.tick = [this] { report(Progress::Phase::map); };
  MapJob job(std::move(setup));
  DP_CHECK(pool_->run(job));
  deaths_ = job.deaths();
  DP_CHECK(job.results().check_limits(true));
  if (!job.settled() || !window.empty())
    return fail(Errc::bug, "some chunks' records were never counted or written");
  progress_.items.done = progress_.items.planned - progress_.items_failed;
  for (std::size_t i = 0; i < streams_.size(); ++i)
    DP_CHECK(streams_[i].write(stream_ends_[i]));
  partials_ = std::move(job.results().partials());
  return {};
}

Status Run::reduce() {
  if (plan_->reductions.empty()) return {};
  report(Progress::Phase::combine);
  DP_TRY(ranges_, combine(*pool_, plan_range_, *plan_, partials_));
  return {};
}

Status Run::finish() {
  report(Progress::Phase::write);
  std::vector<protocol::FinishRequest> asked;
  for (std::uint32_t i = 0; i < results_.size(); ++i)
    for (auto& request : finish_requests(i)) asked.push_back(std::move(request));
  DP_TRY(const auto replies, protocol::ask(*pool_, asked));
  for (std::size_t i = 0; i < replies.size(); ++i) {
    if (!replies[i]) return fail(replies[i].error());
    DP_CHECK(results_[asked[i].result].copy(*pool_, *replies[i]));
  }
  return {};
}

/// What makes a result, in its order: a request a range, if its writer can write them apart.
std::vector<protocol::FinishRequest> Run::finish_requests(std::uint32_t result) const {
  const auto& sink = plan_->results[result];
  protocol::FinishRequest whole{plan_range_, result, true, true, {}};
  for (const auto index : sink.reductions) whole.partials.push_back(ranges_[index]);
  if (sink.whole || whole.partials.size() != 1 || whole.partials.front().size() < 2)
    return {std::move(whole)};
  std::vector<protocol::FinishRequest> requests;
  for (auto& pieces : whole.partials.front())
    requests.push_back({plan_range_, result, false, false, {{std::move(pieces)}}});
  requests.front().head = true;
  requests.back().tail = true;
  return requests;
}

Status Run::write_rejects() {
  for (const auto& [name, reason] : items_->unreadable)
    summary_.rejects.push_back({name, 0, 0, reason});
  std::optional<std::string> path;
  if (model_->errors.rejects) path = model_->errors.rejects->text;
  const bool with_lines =
      plan_->intake == protocol::Intake::lines || plan_->intake == protocol::Intake::records;
  DP_TRY(auto samples, run::write_rejects(*rejects_, *items_, with_lines, *pool_, path));
  summary_.rejects.insert(summary_.rejects.end(), samples.begin(), samples.end());
  summary_.reject_count = rejects_->count() + items_->unreadable.size();
  return {};
}

Status Run::commit() {
  for (auto* targets : {&streams_, &results_}) {
    for (auto& target : *targets) {
      DP_CHECK(target.commit());
      if (auto written = target.written()) summary_.written.push_back(std::move(*written));
    }
  }
  return {};
}

void Run::report(Progress::Phase phase) {
  progress_.phase = phase;
  progress_.restarts = pool_->stats().restarts;
  progress_.elapsed = std::chrono::steady_clock::now() - began_;
  if (observer_ != nullptr) observer_->progress(progress_);
}

}  // namespace

Result<Summary> execute(planner::Prepared& prepared, const StandardOutput& standard_output,
                        Observer* observer) {
  return Run(prepared, standard_output, observer).go();
}

}  // namespace dp::run
