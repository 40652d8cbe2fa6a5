// SPDX-License-Identifier: Apache-2.0
#include "run/run.hpp"

#include <map>

#include "base/text.hpp"
#include "input/changes.hpp"
#include "planner/run_files.hpp"
#include "protocol/ask.hpp"
#include "protocol/plan_requests.hpp"
#include "protocol/result_requests.hpp"
#include "run/attempts.hpp"
#include "run/combine_job.hpp"
#include "run/map/map_job.hpp"
#include "run/map_setup.hpp"
#include "run/notes.hpp"
#include "run/progress_report.hpp"
#include "run/publication.hpp"
#include "run/reject_file.hpp"
#include "run/task_notes.hpp"

namespace dp::run {

namespace {

/// A reject as a line of a message.
std::string text_of(const RejectSample& sample) {
  std::string text = "  " + printable(sample.file);
  if (sample.line != 0) text += ":" + std::to_string(sample.line);
  text += ": " + printable(sample.reason);
  return sample.detail.empty() ? text : text + ", " + printable(sample.detail);
}

/// One run, from the first lease to the last rename.
class Run {
 public:
  Run(planner::Prepared& prepared, Publication publication, RejectLog rejects,
      Observer* observer)
      : prepared_(&prepared),
        plan_(&prepared.plan),
        pool_(&*prepared.pool),
        publication_(std::move(publication)),
        rejects_(std::move(rejects)),
        report_(prepared, observer) {}

  Result<Summary> go();

 private:
  Status all();
  Status map_all();
  Error with_rejects(Error error);
  Status begin_streams();
  Result<std::string> begin(Output& output, const protocol::FrameRequest& asked);
  Status map();
  Status give_up(MapJob& job, const Error& error);
  Status end_streams();
  Status reduce();
  Status finish();
  [[nodiscard]] std::vector<protocol::FinishRequest> finish_requests(
      std::uint32_t result) const;
  Result<std::map<std::uint32_t, std::string>> begin_parts();
  Status write_rejects();
  Status add_task_notes();
  [[nodiscard]] bool has_lines() const;
  [[nodiscard]] std::string name_of_item(std::uint64_t item) const {
    return item < prepared_->items.list.size() ? prepared_->items.list[item].name
                                               : "item " + std::to_string(item);
  }
  [[nodiscard]] ErrorLimits limits() const;

  const planner::Prepared* prepared_;
  const protocol::Plan* plan_;
  pool::Pool* pool_;
  Publication publication_;
  RejectLog rejects_;
  DeathLog deaths_;
  ProgressReport report_;
  pool::StoreRange plan_range_;
  std::vector<std::string> stream_ends_;  ///< what comes after the records of each stream
  std::vector<Partials> partials_;
  std::vector<protocol::Ranges> ranges_;
  Summary summary_;
};

Result<Summary> Run::go() {
  if (const auto status = all(); !status) {
    // Whoever is told of the failure is told how far the run came.
    report_.tell(report_.progress.phase);
    return fail(Error(status.error()));
  }
  report_.tell(Progress::Phase::done);
  summary_.progress = report_.progress;
  summary_.has_lines = plan_->intake == protocol::Intake::lines;
  summary_.peak_worker_bytes = pool_->stats().peak_rss_bytes;
  return std::move(summary_);
}

Status Run::all() {
  DP_TRY(plan_range_, keep_plan(*pool_, *plan_));
  if (const auto status = map_all(); !status) return fail(with_rejects(status.error()));
  DP_CHECK(reduce());
  DP_CHECK(finish());
  DP_CHECK(write_rejects());
  DP_TRY(summary_.written, publication_.publish());
  for (const auto& output : summary_.written)
    if (auto note = note_on(output)) summary_.notes.push_back(std::move(*note));
  return {};
}

Status Run::map_all() {
  if (prepared_->items.list.empty() && !prepared_->items.unreadable.empty())
    return fail(Errc::budget, "nothing of the input can be read");
  DP_CHECK(begin_streams());
  DP_CHECK(map());
  return end_streams();
}

/// A run that ends for its rejects says what they were, and leaves them in their file.
Error Run::with_rejects(Error error) {
  if (error.code != Errc::budget) return error;
  auto kept = write_rejects();
  if (kept) kept = publication_.publish_rejects();
  if (!summary_.rejects.empty()) error.message += ':';
  for (const auto& sample : summary_.rejects) error.message += "\n" + text_of(sample);
  const auto more = summary_.reject_count - summary_.rejects.size();
  if (more > 0) error.message += "\n  and " + std::to_string(more) + " more";
  for (const auto& note : summary_.notes) error.message += "\n  " + note;
  const auto& file = prepared_->model.errors.rejects;
  if (!kept)
    error.message += "\n  rejects are not kept: " + kept.error().message;
  else if (file)
    error.message += "\n  rejects so far are in " + printable(file->text);
  return error;
}

Status Run::begin_streams() {
  for (std::uint32_t i = 0; i < publication_.streams(); ++i) {
    DP_TRY(auto tail, begin(publication_.stream(i), {plan_range_, i, false}));
    stream_ends_.push_back(std::move(tail));
  }
  return {};
}

/// Write what an output begins with. Returns what it ends with.
Result<std::string> Run::begin(Output& output, const protocol::FrameRequest& asked) {
  DP_TRY(auto frame, protocol::ask(*pool_, asked));
  const auto& writers = asked.of_result ? plan_->results : plan_->streams;
  if (!frame)
    return fail(std::move(frame).error().within("beginning the output of " +
                                                writers[asked.writer].writer.task));
  DP_CHECK(output.begin(frame->head));
  return std::move(frame->tail);
}

ErrorLimits Run::limits() const {
  const auto& errors = prepared_->model.errors;
  ErrorLimits limits;
  limits.stop_at_first = errors.policy == pipeline::ErrorSettings::Policy::stop;
  if (errors.budget_count) limits.most = *errors.budget_count;
  if (errors.budget_ratio) limits.most_ratio = *errors.budget_ratio;
  return limits;
}

Status Run::map() {
  StreamWindow window([this](std::size_t i, std::string_view bytes) {
    return publication_.stream(i).write(bytes);
  });
  auto setup = map_setup(*prepared_, plan_range_);
  setup.limits = limits();
  setup.into = {plan_, &prepared_->items, &report_.progress, &rejects_,
                publication_.streams() == 0 ? nullptr : &window};
  setup.tick = [this] { report_.tell(Progress::Phase::map); };
  MapJob job(std::move(setup));
  DP_CHECK(job.results().check_limits(false));
  const auto mapped = pool_->run(job);
  if (!mapped && mapped.error().code == Errc::refuted) return give_up(job, mapped.error());
  deaths_ = job.deaths();
  const auto kept = job.results().check_kept();
  DP_CHECK(job.results().finish_rejects());
  summary_.notes = notes_on(*prepared_, report_.progress.counts, job.results().unread());
  DP_CHECK(kept);
  DP_CHECK(mapped);
  DP_CHECK(job.input_status());
  DP_CHECK(add_task_notes());
  if (const auto* item = input::find_rewritten(prepared_->items))
    return fail(Errc::io,
                printable(item->name) +
                    ": was changed in place while it was read: run again when nothing "
                    "writes to it");
  DP_CHECK(job.results().check_limits(true));
  if (!job.settled() || !window.empty())
    return fail(Errc::bug, "some chunks' records were never counted or written");
  auto& progress = report_.progress;
  progress.items.done = progress.items.planned - progress.items_failed;
  for (const auto& death : deaths_.entries())
    summary_.deaths.push_back(
        {name_of_item(death.item), death.place, death.precise, death.cause});
  partials_ = std::move(job.results().partials());
  return {};
}

/// What the workers stored for this attempt is not needed any more.
Status Run::give_up(MapJob& job, const Error& error) {
  for (const auto& partials : job.results().partials())
    for (const auto& place : partials) pool_->free(place.range);
  return fail(error);
}

Status Run::end_streams() {
  for (std::size_t i = 0; i < publication_.streams(); ++i) {
    DP_CHECK(publication_.stream(i).end(stream_ends_[i]));
    publication_.stream(i).add_rows(report_.progress.counts.mapped);
  }
  return {};
}

Status Run::reduce() {
  if (plan_->reductions.empty()) return {};
  report_.tell(Progress::Phase::combine);
  DP_TRY(ranges_, combine(*pool_, plan_range_, *plan_, partials_));
  return {};
}

Status Run::finish() {
  report_.tell(Progress::Phase::write);
  std::vector<protocol::FinishRequest> asked;
  for (std::uint32_t i = 0; i < publication_.results(); ++i)
    for (auto& request : finish_requests(i)) asked.push_back(std::move(request));
  DP_TRY(const auto tails, begin_parts());
  DP_TRY(const auto replies, protocol::ask(*pool_, asked));
  for (std::size_t i = 0; i < replies.size(); ++i) {
    if (!replies[i]) return fail(replies[i].error());
    auto& target = publication_.result(asked[i].result);
    DP_CHECK(target.copy(*pool_, replies[i]->range));
    target.add_rows(replies[i]->rows);
    pool_->free(replies[i]->range);
  }
  for (const auto& [result, tail] : tails) DP_CHECK(publication_.result(result).end(tail));
  return {};
}

/// Begin the results whose rows are shared out among files. Returns what these end with, by result.
Result<std::map<std::uint32_t, std::string>> Run::begin_parts() {
  std::map<std::uint32_t, std::string> tails;
  for (std::uint32_t i = 0; i < publication_.results(); ++i) {
    auto& result = publication_.result(i);
    if (!result.has_parts()) continue;
    DP_TRY(auto tail, begin(result, {plan_range_, i, true}));
    tails.emplace(i, std::move(tail));
  }
  return tails;
}

/// What makes a result, in its order: a request a range, if its writer can write them apart.
std::vector<protocol::FinishRequest> Run::finish_requests(std::uint32_t result) const {
  const auto& sink = plan_->results[result];
  const bool framed = sink.parts.empty();  // parts are begun and ended by themselves
  protocol::FinishRequest whole{plan_range_, result, framed, framed, {}};
  for (const auto index : sink.reductions) whole.partials.push_back(ranges_[index]);
  if (sink.whole || whole.partials.size() != 1 || whole.partials.front().size() < 2)
    return {std::move(whole)};
  std::vector<protocol::FinishRequest> requests;
  for (auto& pieces : whole.partials.front())
    requests.push_back({plan_range_, result, false, false, {{std::move(pieces)}}});
  requests.front().head = framed;
  requests.back().tail = framed;
  return requests;
}

/// Whether places in items are lines of them.
bool Run::has_lines() const {
  return plan_->intake == protocol::Intake::lines || plan_->intake == protocol::Intake::records;
}

Status Run::add_task_notes() {
  DP_TRY(const auto notes,
         task_notes(report_.progress.counts, prepared_->items, has_lines(), *pool_));
  summary_.notes.insert(summary_.notes.end(), notes.begin(), notes.end());
  return {};
}

Status Run::write_rejects() {
  DP_TRY(summary_.rejects, run::write_rejects(rejects_, deaths_, prepared_->items, has_lines(),
                                              *pool_, publication_.rejects()));
  summary_.reject_count = rejects_.count() + prepared_->items.unreadable.size();
  return {};
}

}  // namespace

Result<Summary> execute(planner::Prepared& prepared, const StandardOutput& standard_output,
                        Observer* observer) {
  std::optional<std::string> rejects;
  if (prepared.model.errors.rejects) rejects = prepared.model.errors.rejects->text;
  const planner::RunFiles files(prepared.model, prepared.items,
                                prepared.source ? prepared.source->name() : std::string());
  const auto attempt = [&]() -> Result<Summary> {
    DP_TRY(auto publication,
           Publication::open(prepared.plan, rejects, standard_output, prepared.pool->workers(),
                             [&](const FileIdentity& file) { return files.use_of(file); }));
    DP_TRY(auto log, RejectLog::create({}));
    return Run(prepared, std::move(publication), std::move(log), observer).go();
  };
  return Attempts(prepared, observer, attempt).go();
}

}  // namespace dp::run
