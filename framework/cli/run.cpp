// SPDX-License-Identifier: Apache-2.0
#include "run/run.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <functional>
#include <sstream>

#include "base/text.hpp"
#include "base/units.hpp"
#include "cli/commands.hpp"
#include "cli/doubt_notice.hpp"
#include "cli/exit_codes.hpp"
#include "cli/settings.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "cli/worker_lines.hpp"
#include "report/progress.hpp"
#include "report/summary.hpp"
#include "report/summary_json.hpp"
#include "run/doubt.hpp"

namespace dp::cli {

namespace {

constexpr unsigned kMostWorkers = 1024;

tl::unexpected<Error> bad_value(std::string_view option, const std::string& got,
                                std::string_view expected) {
  return fail(Errc::invalid_argument, "--" + std::string(option) + ": got '" + printable(got) +
                                          "', expected " + std::string(expected));
}

std::optional<std::uint64_t> parse_count(const std::string& text) {
  std::uint64_t count = 0;
  const auto* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc{} || at != end) return std::nullopt;
  return count;
}

Result<unsigned> parse_workers(const std::string& text) {
  if (text == "auto") return 0u;
  const auto count = parse_count(text);
  if (!count || *count == 0 || *count > kMostWorkers)
    return bad_value("workers", text, "auto or a number from 1 to 1024");
  return static_cast<unsigned>(*count);
}

Result<pipeline::Chunksize> parse_chunksize(const std::string& text) {
  using Unit = pipeline::Chunksize::Unit;
  if (text == "auto") return pipeline::Chunksize{};
  if (const auto count = parse_count(text); count && *count > 0)
    return pipeline::Chunksize{Unit::items, *count};
  const auto size = parse_size_with_unit(text);
  if (!size || *size == 0)
    return bad_value("chunksize", text, "auto, a number of items, or a size (2MiB)");
  return pipeline::Chunksize{Unit::bytes, *size};
}

Result<report::ProgressStyle> parse_style(const std::string& text) {
  using report::ProgressStyle;
  if (text == "auto")
    return is_terminal(STDERR_FILENO) ? ProgressStyle::bar : ProgressStyle::plain;
  if (text == "bar") return ProgressStyle::bar;
  if (text == "plain") return ProgressStyle::plain;
  if (text == "json") return ProgressStyle::json;
  if (text == "off") return ProgressStyle::off;
  return bad_value("progress", text, "auto, bar, plain, json or off");
}

int exit_code(const planner::Prepared& prepared, const run::Summary& summary) {
  const auto& errors = prepared.model.errors;
  const bool allowed = errors.policy == pipeline::ErrorSettings::Policy::ignore ||
                       errors.budget_count || errors.budget_ratio;
  return summary.reject_count == 0 || allowed ? kOk : kRejected;
}

/// What is shown of a run on standard error.
struct Shown {
  report::ProgressStyle style;
  bool summary;
  WorkerLines* lines = nullptr;                ///< what workers wrote, where that is shown
  report::ProgressReport* progress = nullptr;  ///< while it runs
  std::string name = {};                       ///< of the run, once it is known
  std::string rejects = {};                    ///< its file of rejects, if it has one

  /// Print in place of the progress bar.
  void print(std::string_view text) const {
    if (progress != nullptr) progress->clear();
    write(text);
  }
  void write(std::string_view text) const {
    style == report::ProgressStyle::json ? print_error_json(text) : print_error(text);
  }
  /// Say how much of what workers wrote is not shown: before what the run came to.
  void finish_lines() const {
    if (lines != nullptr) lines->finish();
  }
  /// For programs, the last thing that is said, once: what the run came to.
  void end(const run::Summary& totals, const report::Ending& ending) const {
    finish_lines();
    SignalGuard::say_no_more();
    if (style != report::ProgressStyle::json) return;
    print_error_json(report::summary_json(name, totals, ending, rejects) + "\n");
  }
  /// The same, of a run that did not begin.
  int end(int code, std::string_view outcome, std::string_view error) const {
    end({}, {outcome, code, error});
    return code;
  }
};

/// All that the run gives goes to standard output.
bool only_prints(const planner::Prepared& prepared) {
  const auto prints = [](const auto& sink) { return sink.path == "-"; };
  const auto& plan = prepared.plan;
  return !prepared.model.errors.rejects &&
         std::all_of(plan.streams.begin(), plan.streams.end(), prints) &&
         std::all_of(plan.results.begin(), plan.results.end(), prints);
}

/// Writes what the pipeline sends to "-". Once its reader has gone (`| head`) the rest is
/// dropped, and the run goes on for what else it writes.
class Printer {
 public:
  Printer(const planner::Prepared& prepared, report::ProgressReport& progress)
      : prepared_(&prepared), progress_(&progress) {}

  Status operator()(std::string_view bytes) {
    if (closed_) return {};
    progress_->clear();
    auto status = records_.write(bytes);
    closed_ = !status && status.error().code == Errc::interrupted;
    return closed_ && !only_prints(*prepared_) ? Status() : status;
  }
  [[nodiscard]] bool closed() const noexcept { return closed_; }
  Status finish() { return closed_ ? Status() : records_.finish(); }

 private:
  RecordPrinter records_;
  const planner::Prepared* prepared_;
  report::ProgressReport* progress_;
  bool closed_ = false;
};

/// Say why a run did not come to its end. Returns the exit code.
int show_failure(const planner::Prepared& prepared, const Error& error, const Shown& shown,
                 const report::ProgressReport& progress) {
  const bool stopped = error.code == Errc::interrupted;
  if (stopped && shown.summary)
    print_error(report::stopped_text(prepared.model.name.text, progress.last()));
  else
    print_failure(error.message);
  const int number = SignalGuard::received();
  const int code = stopped && number != 0 ? 128 + number : exit_code_of_run(error.code);
  run::Summary summary;
  summary.progress = progress.last();
  summary.has_lines = prepared.plan.intake == protocol::Intake::lines;
  shown.end(summary, {stopped ? "interrupted" : "failed", code, error.message});
  return code;
}

/// Look through all of the input, if only that tells whether the file has mistakes, and say so before.
Status settle_doubt(planner::Prepared& prepared, const Shown& shown,
                    report::ProgressReport& progress) {
  constexpr auto kAll = ~std::uint64_t{0};
  if (const auto doubt = run::doubt_of(prepared, kAll); doubt && doubt->bytes >= kWorthAWord) {
    if (shown.summary) shown.write(doubt_text(*doubt));
    if (shown.style == report::ProgressStyle::json) shown.write(doubt_json(*doubt));
  }
  SignalGuard::watch(prepared.pool ? &*prepared.pool : nullptr);
  const auto settled = run::settle_doubt(prepared, kAll, &progress);
  SignalGuard::watch(nullptr);
  progress.clear();
  return settled;
}

int run_prepared(planner::Prepared& prepared, Shown& shown, report::ProgressReport& progress) {
  const auto& name = shown.name;
  Printer printer(prepared, progress);
  SignalGuard::watch(&*prepared.pool);
  const auto summary = run::execute(prepared, std::ref(printer), &progress);
  SignalGuard::watch(nullptr);
  progress.clear();
  (void)!printer.finish();
  shown.finish_lines();
  if (!summary && printer.closed() && summary.error().code == Errc::interrupted &&
      SignalGuard::received() == 0) {
    run::Summary seen;
    seen.progress = progress.last();
    shown.end(seen, {"done", kOk, ""});
    return kOk;
  }
  if (!summary) return show_failure(prepared, summary.error(), shown, progress);
  if (shown.summary) print_error(report::summary_text(name, *summary, shown.rejects));
  const int code = exit_code(prepared, *summary);
  shown.end(*summary, {"done", code, ""});
  return code;
}

/// Settle what is in doubt of a pipeline, and run it.
int settle_and_run(planner::Prepared& prepared, Shown& shown) {
  const auto& rejects = prepared.model.errors.rejects;
  shown.name = prepared.model.name.text;
  shown.rejects = rejects ? rejects->text : "";
  report::ProgressReport progress({shown.name, shown.style,
                                   [&](std::string_view text) { shown.write(text); },
                                   &terminal_width, &print_over});
  shown.progress = &progress;
  int code = kWrong;
  if (const auto settled = settle_doubt(prepared, shown, progress); !settled) {
    code = show_failure(prepared, settled.error(), shown, progress);
  } else {
    print_diagnostics(*prepared.diagnostics);
    code = prepared.ok() ? run_prepared(prepared, shown, progress)
                         : shown.end(kWrong, "invalid", "the pipeline file has mistakes");
  }
  shown.progress = nullptr;
  return code;
}

/// Say which process to attach to; on a terminal, wait until that is done.
void announce(const pool::Pool& pool, bool debugger) {
  for (const int pid : pool.pids()) {
    const auto process = std::to_string(pid);
    if (debugger) return;
    print_error("dp: the worker is process " + process + " (gdb -p " + process + ")\n");
  }
  if (debugger || !is_terminal(STDIN_FILENO)) return;
  print_error("dp: attach a debugger if you like, then press Enter\n");
  for (char c = 0; c != '\n' && ::read(STDIN_FILENO, &c, 1) == 1;) {
  }
}

/// --debug and --debugger: the worker's command, and no progress bar over its output.
Status set_debug(const Arguments& arguments, planner::Settings& settings, Shown& shown) {
  const auto debugger = arguments.value("debugger");
  settings.debug = arguments.has("debug") || debugger;
  if (!settings.debug) return {};
  if (!arguments.has("progress")) shown.style = report::ProgressStyle::off;
  if (!debugger) return {};
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return fail(Errc::io, "/proc/self/exe: " + error.message());
  std::istringstream words(*debugger);
  for (std::string word; words >> word;) settings.worker_command.push_back(word);
  if (settings.worker_command.empty())
    return bad_value("debugger", *debugger, "a command, as 'gdb --args'");
  settings.worker_command.push_back(self.string());
  return {};
}

/// What is said when a signal ends the process: nothing was under way yet, it was the second one, or
/// the run did not end by itself.
const char* ended_text(const Shown& shown) {
  if (shown.style == report::ProgressStyle::json)
    return "{\"summary\":{\"outcome\":\"interrupted\"}}\n";
  return shown.summary ? "\ndp: stopped at once; each file is whole and new, or as it was\n"
                       : nullptr;
}

/// What is said at once when a run is asked to stop.
const char* stopping_text(const Shown& shown) {
  if (shown.style == report::ProgressStyle::json) return "{\"stopping\":true}\n";
  if (!shown.summary) return nullptr;
  return "\ndp: stopping: what is in hand has a second to finish (again: stop at once)\n";
}

Result<Shown> shown_of(const Arguments& arguments) {
  using report::ProgressStyle;
  DP_TRY(const auto style, parse_style(arguments.value("progress").value_or("auto")));
  const bool quiet = arguments.has("quiet");
  return Shown{quiet ? ProgressStyle::off : style,
               !quiet && style != ProgressStyle::off && style != ProgressStyle::json};
}

}  // namespace

Result<std::vector<std::string>> plugin_path_from(const Arguments& arguments) {
  auto folders = arguments.values("plugin-path");
  for (const auto& folder : folders) {
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error))
      return bad_value("plugin-path", folder, "a folder (there is none of that name)");
  }
  return folders;
}

Result<planner::Settings> settings_from(const Arguments& arguments) {
  planner::Settings settings;
  DP_TRY(settings.plugin_path, plugin_path_from(arguments));
  settings.allow_plugins = arguments.has("allow-plugins");
  settings.without_data = arguments.has("without-data");
  for (const auto& pair : arguments.values("set")) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) return bad_value("set", pair, "NAME=VALUE");
    settings.pipeline.set.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
  }
  if (const auto workers = arguments.value("workers")) {
    DP_TRY(settings.workers, parse_workers(*workers));
  }
  if (const auto chunksize = arguments.value("chunksize")) {
    DP_TRY(settings.chunksize, parse_chunksize(*chunksize));
  }
  return settings;
}

void print_diagnostics(const pipeline::Diagnostics& diagnostics) {
  print_error(diagnostics.styled());
}

const CommandSpec& run_spec() {
  static const CommandSpec kSpec = {
      "run",
      "FILE",
      "run a pipeline file",
      "Check the pipeline FILE as dp validate does, then run it: its input is cut into\n"
      "chunks, mapped over worker processes, and reduced. FILE - is standard input.\n\n"
      "Progress and a closing summary go to standard error, results where the file says.\n"
      "With --progress json the last line is a summary, an object too.\n"
      "Exit codes: 0 OK, or all that was rejected is within the budget; 1 the run failed;\n"
      "2 the file, an option or a plugin is wrong; 3 finished, some records or items were\n"
      "rejected; 4 refused; 130 stopped by Ctrl-C, 143 by SIGTERM.",
      {{"workers,j", "N", "worker processes; auto: as many as the machine allows"},
       {"chunksize", "N|SIZE", "items (100) or bytes (2MiB) per chunk; auto: by what is left"},
       set_option(),
       plugin_path_option(),
       allow_plugins_option(),
       {"progress", "STYLE", "auto, bar, plain, json or off"},
       {"debug", nullptr,
        "one worker without limits, whose output is shown as it comes; a debugger\n"
        "can be attached to it (docs/debugging.md)"},
       {"debugger", "COMMAND", "the same, with the worker started by COMMAND ('gdb --args')"},
       {"quiet,q", nullptr,
        "no progress, no summary, nothing that workers write; errors only"}}};
  return kSpec;
}

int run_command(const Arguments& arguments) {
  if (arguments.operands().size() != 1)
    return failed(
        {Errc::invalid_argument, arguments.operands().empty()
                                     ? "dp run needs a pipeline file: dp run FILE"
                                     : "dp run takes one pipeline file, got " +
                                           std::to_string(arguments.operands().size()) +
                                           " (did a value lose its --option?)"});
  auto settings = settings_from(arguments);
  if (!settings) return failed(settings.error());
  auto shown = shown_of(arguments);
  if (!shown) return failed(shown.error());
  if (const auto status = set_debug(arguments, *settings, *shown); !status)
    return failed(status.error());
  WorkerLines lines(shown->style == report::ProgressStyle::json ? WorkerLines::Form::json
                                                                : WorkerLines::Form::text,
                    [&](std::string_view text) { shown->print(text); });
  shown->lines = &lines;
  if (!arguments.has("quiet"))
    settings->output.on_line = [&](unsigned worker, std::string_view line) {
      lines.add(worker, line);
    };
  const SignalGuard signals(stopping_text(*shown), ended_text(*shown));
  settings->on_pool = [&](pool::Pool* pool) {
    if (settings->debug && pool != nullptr) announce(*pool, !settings->worker_command.empty());
  };
  auto prepared = planner::prepare(arguments.operands().front(), *settings);
  if (!prepared) {
    const auto& error = prepared.error();
    return shown->end(failed(error), "failed", error.message);
  }
  return settle_and_run(*prepared, *shown);
}

}  // namespace dp::cli
