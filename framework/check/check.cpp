// SPDX-License-Identifier: Apache-2.0
#include "check/check.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "check/descriptor.hpp"
#include "check/random_rows.hpp"
#include "check/trials.hpp"
#include "plugin/note.hpp"
#include "plugin/search.hpp"
#include "protocol/ask.hpp"
#include "protocol/task_requests.hpp"

namespace dp::check {

namespace {

constexpr std::size_t kMostSampleLines = 10'000;
constexpr std::size_t kLongestRow = 480;
constexpr std::size_t kShownRows = 20;

std::string plural(std::uint64_t count, const std::string& word) {
  return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

std::string subject_of(const data::TaskDescription& task) {
  return std::string(data::role_name(task.role)) + " " + printable(task.name);
}

/// What the laws were tested on, for people.
std::string tried(const Trials& trials, dp_role role) {
  std::string text = plural(trials.done, "random trial");
  switch (role) {
    case DP_READER:
      text += " of text: cuts, stops, padding, lines, projection, no memory of calls before";
      break;
    case DP_STEP:
      text += " of rows: batches, projection, no memory of calls before";
      break;
    case DP_REDUCER:
      text += " of rows: save and load, batches, reset, identity, grouping, order, splits";
      break;
    case DP_WRITER:
      text += " of rows: batches, splits";
      break;
    case DP_FUNCTION:
      text += " of rows: row by row, batches, no memory of calls before";
  }
  text += " (" + plural(trials.rows, "row");
  if (role == DP_READER || role == DP_STEP)
    text += " out, " + std::to_string(trials.rejects) + " rejected";
  if (trials.refused != 0)
    text += "; " + std::to_string(trials.refused) + " refused: " + trials.why_refused;
  return text + ")";
}

/// A trial with a reader's lines as a column, and without the columns that matter to no row:
/// those that could all be made simplest.
Trial without_idle_columns(Trial trial) {
  auto& schema = trial.subject.input;
  if (trial.subject.role == DP_READER) schema = {{"line", Type::string, false}};
  const auto is_idle = [&](std::size_t column) {
    return std::all_of(trial.rows.begin(), trial.rows.end(), [&](const Row& row) {
      const auto& cell = row[column];
      return !cell.null && cell.integer == 0 && cell.number == 0 && cell.text.empty();
    });
  };
  std::vector<std::size_t> idle;
  for (std::size_t i = schema.size(); i-- > 0;)
    if (is_idle(i)) idle.push_back(i);
  if (idle.size() == schema.size()) return trial;
  for (const auto column : idle) {
    const auto at = static_cast<std::ptrdiff_t>(column);
    schema.erase(schema.begin() + at);
    for (auto& row : trial.rows) row.erase(row.begin() + at);
  }
  return trial;
}

/// A trial's rows for people, with the parts that they are in.
std::vector<std::string> rows_of(const Trial& whole) {
  constexpr std::string_view kParts = "abc";
  const auto trial = without_idle_columns(whole);
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < std::min(trial.rows.size(), kShownRows); ++i) {
    auto text = show(trial.subject.input, trial.rows[i]);
    if (text.size() > kLongestRow) text = text.substr(0, kLongestRow) + "...";
    if (trial.subject.role != DP_READER) text.insert(0, {kParts[trial.parts[i]], ':', ' '});
    lines.push_back(std::move(text));
  }
  if (trial.rows.size() > kShownRows)
    lines.push_back("and " + plural(trial.rows.size() - kShownRows, "row") + " more");
  return lines;
}

class Checker {
 public:
  Checker(const CheckSettings& settings, pool::Pool pool)
      : settings_(&settings),
        pool_(std::move(pool)),
        sample_lines_(lines_of(settings.given.sample, kMostSampleLines)) {}

  Result<Report> run() {
    DP_TRY(auto plugin, describe());
    if (plugin.tasks.empty()) return std::move(report_);
    for (auto& task : plugin.tasks)
      if (task.role == DP_FUNCTION) take_constants_as_options(task);
    DP_CHECK(check_given(settings_->given, plugin));
    DP_CHECK(check_task_name(plugin));
    for (const auto role : {DP_READER, DP_STEP, DP_REDUCER, DP_WRITER, DP_FUNCTION})
      for (const auto& task : plugin.tasks)
        if (task.role == role && (settings_->task.empty() || settings_->task == task.name))
          DP_CHECK(check_task(task));
    return std::move(report_);
  }

 private:
  void add(Grade grade, std::string subject, std::string text,
           std::vector<std::string> example = {}) {
    report_.findings.push_back(
        {grade, std::move(subject), std::move(text), std::move(example)});
  }
  /// The file and what it says of itself; no tasks if it cannot be loaded.
  Result<data::PluginDescription> describe();
  [[nodiscard]] Status check_task_name(const data::PluginDescription& plugin) const;
  Status check_task(const data::TaskDescription& task);
  Status try_laws(const data::TaskDescription& task, const Subject& subject);
  Status tell_fault(const data::TaskDescription& task, const Trials& trials, Trial trial);
  [[nodiscard]] Trial make_trial(const Subject& subject, std::uint64_t number) const;

  const CheckSettings* settings_;
  pool::Pool pool_;
  std::vector<std::string> sample_lines_;
  std::vector<Schema> emitted_;
  Report report_;
};

Result<data::PluginDescription> Checker::describe() {
  DP_TRY(auto answer, protocol::ask(pool_, protocol::DescribeRequest{settings_->library}));
  if (!answer) {
    add(Grade::wrong, "file", "loading it: " + answer.error().message);
    return data::PluginDescription{};
  }
  auto& plugin = *answer;
  std::string text = "plugin " + printable(plugin.name) + " " + printable(plugin.version) +
                     ", ABI " + std::to_string(DP_ABI_MAJOR) + "." +
                     std::to_string(DP_ABI_MINOR) + ", " + plural(plugin.tasks.size(), "task");
  if (plugin.name != plugin::library_name(settings_->library))
    add(Grade::wrong, "file",
        "it calls itself '" + printable(plugin.name) + "', and the file is " +
            plugin::library_name(settings_->library) +
            ".so: dp finds plugins by the file's name");
  else if (plugin.version.empty() || plugin.summary.empty())
    add(Grade::wrong, "file", "it has no version or no summary, which dp list shows");
  else
    add(Grade::ok, "file", std::move(text));
  return std::move(plugin);
}

Status Checker::check_task_name(const data::PluginDescription& plugin) const {
  std::vector<std::string> names;
  for (const auto& task : plugin.tasks) names.push_back(task.name);
  if (settings_->task.empty() ||
      std::find(names.begin(), names.end(), settings_->task) != names.end())
    return {};
  return fail(Errc::invalid_argument, "--task: " + plugin.name + " has no task '" +
                                          printable(settings_->task) + "'" +
                                          did_you_mean(settings_->task, names));
}

Status Checker::check_task(const data::TaskDescription& task) {
  const auto faults = faults_of(task, plugin::library_name(settings_->library));
  for (const auto& fault : faults) add(Grade::wrong, subject_of(task), fault);
  if (faults.empty())
    add(Grade::ok, subject_of(task),
        "name, summary, doc, " + (task.role == DP_FUNCTION
                                      ? plural(task.parameters.size(), "parameter")
                                      : plural(task.options.size(), "option")));
  DP_TRY(const auto opened,
         open_task(pool_, settings_->library, task, settings_->given, emitted_));
  if (!opened.problem.empty()) {
    add(opened.plugin_at_fault ? Grade::wrong : Grade::not_checked, subject_of(task),
        opened.problem);
    return {};
  }
  if (task.role == DP_READER || task.role == DP_STEP) emitted_.push_back(opened.output);
  if (!opened.learned.empty()) emitted_.push_back(opened.learned);
  return try_laws(task, opened.subject);
}

Trial Checker::make_trial(const Subject& subject, std::uint64_t number) const {
  Random random(Random(settings_->seed + number * 0x9e37).next());
  Trial trial{subject, {}, {}, random.next()};
  const auto count = 1 + random.below(random.one_in(8) ? 400 : 30);
  if (subject.role == DP_READER) {
    for (auto& line : random_lines(sample_lines_, count, random)) {
      trial.rows.emplace_back(1);
      trial.rows.back().front().text = std::move(line);
    }
  } else {
    trial.rows = random_rows(subject.input, count, random, sample_lines_);
  }
  const auto second = random.below(count + 1);
  const auto third = second + random.below(count + 1 - second);
  for (std::size_t row = 0; row < count; ++row)
    trial.parts.push_back(row < second ? 0 : row < third ? 1 : 2);
  return trial;
}

Status Checker::try_laws(const data::TaskDescription& task, const Subject& subject) {
  const auto make = [&](std::uint64_t number) { return make_trial(subject, number); };
  DP_TRY(const auto trials, run_trials(pool_, settings_->trials, make));
  if (trials.fault) return tell_fault(task, trials, make(trials.number));
  if (trials.done == 0)
    add(Grade::not_checked, subject_of(task),
        "it refused all " + plural(trials.refused, "trial") + ": " + trials.why_refused);
  else if (task.role == DP_READER && trials.rows == 0 && trials.rejects == 0)
    add(Grade::wrong, subject_of(task),
        "emits nothing: " + plural(trials.done, "random text") +
            " gave neither a row nor a reject");
  else if (task.role == DP_READER && trials.rows == 0)
    add(Grade::not_checked, subject_of(task),
        sample_lines_.empty()
            ? "it rejected all of the random text, each time the same: give it lines that it "
              "reads with --sample FILE"
            : "it rejected all of the text, the lines of --sample too, each time the same: "
              "give "
              "it lines that it reads");
  else
    add(Grade::ok, subject_of(task), tried(trials, task.role));
  return {};
}

Status Checker::tell_fault(const data::TaskDescription& task, const Trials& trials,
                           Trial trial) {
  DP_TRY(const auto small, shrink(pool_, std::move(trial), *trials.fault));
  const auto& [least, fault] = small;
  add(Grade::wrong, subject_of(task), fault.law + ": " + fault.detail, rows_of(least));
  return {};
}

}  // namespace

bool Report::has(Grade grade) const noexcept {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& finding) { return finding.grade == grade; });
}

Result<Report> check_library(const CheckSettings& settings) {
  const auto note = plugin::read_note(settings.library);
  if (!note && note.error().code != Errc::invalid_plugin) return tl::unexpected(note.error());
  const auto status = note ? plugin::check_note(*note) : Status(tl::unexpected(note.error()));
  if (!status) return Report{{{Grade::wrong, "file", status.error().message, {}}}};
  pool::Options options;
  options.workers = 1;  // so that the first trial that fails is the first one
  options.timeout = settings.timeout;
  options.work_limits = {settings.timeout, settings.timeout,
                         "if it needs longer, say how long with --timeout"};
  options.memory_bytes = settings.memory_bytes;
  DP_TRY(auto pool, pool::Pool::start(std::move(options)));
  return Checker(settings, std::move(pool)).run();
}

}  // namespace dp::check
