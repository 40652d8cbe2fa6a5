// SPDX-License-Identifier: Apache-2.0
#include <sys/random.h>

#include <charconv>
#include <filesystem>

#include "base/fd.hpp"
#include "base/text.hpp"
#include "base/units.hpp"
#include "check/check.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/settings.hpp"
#include "cli/terminal.hpp"
#include "plugin/search.hpp"

namespace dp::cli {

namespace {

using check::Grade;
using check::Report;

constexpr std::uint64_t kMostSampleBytes = 1 << 20;
constexpr std::size_t kGradeColumn = 13;

std::string_view word_for(Grade grade) {
  switch (grade) {
    case Grade::ok:
      return "ok";
    case Grade::wrong:
      return "wrong";
    default:
      return "not checked";
  }
}

std::string as_text(const Report& report, const check::CheckSettings& settings) {
  std::string text;
  for (const auto& finding : report.findings) {
    std::string line(word_for(finding.grade));
    line.resize(kGradeColumn, ' ');
    text += line + finding.subject + ": " + finding.text + "\n";
    for (const auto& row : finding.example)
      text += std::string(kGradeColumn + 2, ' ') + row + "\n";
  }
  return text + "seed " + std::to_string(settings.seed) + " (--seed " +
         std::to_string(settings.seed) + " makes the same trials again)\n";
}

void add_member(std::string& text, const char* key, std::string_view value) {
  text += std::string(text.ends_with('{') ? "\"" : ",\"") + key + "\":";
  append_json(text, value);
}

std::string as_json(const Report& report, const check::CheckSettings& settings) {
  std::string text = "{";
  add_member(text, "library", settings.library);
  text += ",\"seed\":" + std::to_string(settings.seed) + ",\"findings\":[";
  for (const auto& finding : report.findings) {
    text += text.ends_with('[') ? "\n  {" : ",\n  {";
    add_member(text, "grade", word_for(finding.grade));
    add_member(text, "subject", finding.subject);
    add_member(text, "text", finding.text);
    text += ",\"example\":[";
    for (const auto& row : finding.example) {
      if (!text.ends_with('[')) text += ',';
      append_json(text, row);
    }
    text += "]}";
  }
  return text + "\n]}\n";
}

Result<std::uint64_t> number_from(const Arguments& arguments, const char* option,
                                  std::uint64_t otherwise) {
  const auto text = arguments.value(option);
  if (!text) return otherwise;
  std::uint64_t number = 0;
  const auto* end = text->data() + text->size();
  const auto [at, error] = std::from_chars(text->data(), end, number);
  if (error == std::errc{} && at == end) return number;
  return fail(Errc::invalid_argument, std::string("--") + option + ": got '" +
                                          printable(*text) + "', expected a whole number");
}

/// LIB as a path: a file, or what looks like one, is one; else it is a plugin's name.
Result<std::string> library_from(const std::string& word, const Arguments& arguments) {
  std::error_code error;
  if (word.find('/') != std::string::npos || word.ends_with(".so") ||
      std::filesystem::is_regular_file(word, error)) {
    const auto path = std::filesystem::absolute(word, error).lexically_normal();
    return error ? word : path.string();
  }
  DP_TRY(const auto folders, plugin_path_from(arguments));
  const auto search = plugin::SearchPath::of(folders, {});
  auto path = plugin::find_library(search, word);
  if (!path.empty()) return path;
  std::vector<std::string> names;
  for (const auto& each : plugin::list_libraries(search))
    names.push_back(plugin::library_name(each));
  return fail(Errc::not_found,
              "no plugin '" + printable(word) + "'" + did_you_mean(word, names) +
                  " (give its path, or the folder with --plugin-path; searched: " +
                  plugin::folders_text(search) + ")");
}

Result<check::CheckSettings> check_settings(const Arguments& arguments) {
  check::CheckSettings settings;
  DP_TRY(settings.library, library_from(arguments.operands().back(), arguments));
  settings.task = arguments.value("task").value_or("");
  settings.given.options = arguments.values("with");
  DP_TRY(settings.given.columns, check::parse_columns(arguments.value("columns").value_or("")));
  if (const auto sample = arguments.value("sample")) {
    auto text = read_file(*sample, kMostSampleBytes);
    if (!text) return fail(std::move(text).error().within("--sample"));
    settings.given.sample = *std::move(text);
  }
  if (::getrandom(&settings.seed, 4, 0) != 4) settings.seed = 1;
  DP_TRY(settings.seed, number_from(arguments, "seed", settings.seed));
  DP_TRY(settings.trials, number_from(arguments, "trials", settings.trials));
  if (settings.trials == 0)
    return fail(Errc::invalid_argument, "--trials: got '0', expected at least 1");
  if (const auto timeout = arguments.value("timeout")) {
    const auto duration = parse_duration(*timeout);
    if (!duration) return fail(Error(duration.error()).within("--timeout"));
    settings.timeout = *duration;
  }
  return settings;
}

}  // namespace

const CommandSpec& plugin_spec() {
  static const CommandSpec kSpec = {
      "plugin",
      "check LIB",
      "check a plugin that you wrote",
      "Property-test the plugin library LIB (a path, or the name of a plugin that dp finds).\n"
      "These laws must hold on random rows with nulls, empty text, extremes and NaN:\n\n"
      "  file      it was built for this dp, loads, and describes itself\n"
      "  all       names that dp finds, a summary, docs, options with docs and valid defaults\n"
      "  reader    the same rows and rejects however the text is cut, whatever bytes follow\n"
      "            it, whichever columns are read; nothing from stop() on; a last line "
      "without\n"
      "            newline is a line; lines, if it counts any, are counted right\n"
      "  step      the same rows however they are cut into batches\n"
      "  reducer   its state is the same after save and load; combining with an empty state\n"
      "            changes nothing; ((a b) c) = (a (b c)); a b = b a unless it declares that\n"
      "            it needs order; the same result from any batches, splits and hash\n"
      "            partitions; a damaged partial does not crash it\n"
      "  writer    the same bytes however the rows are cut into batches\n"
      "  function  the same values row by row, in batches and once more\n\n"
      "The plugin runs in a worker, so that a crash or a hang is a finding too. A\n"
      "counterexample is shrunk and printed, its rows with the part (a, b or c) that they\n"
      "are in. Columns are inferred: those that tasks of the plugin emit, else one of each\n"
      "type; of a function its parameters, and its constants are given like options.\n\n"
      "Exit codes: 0 all checked and OK; 2 something is wrong; 3 nothing is wrong, but not\n"
      "all could be checked.",
      {{"with", "NAME=VALUE",
        "an option of its tasks, as in a pipeline; TASK.NAME=VALUE: of one task\n"
        "(may be given again)"},
       {"columns", "COLUMNS",
        "the input's columns: 'word: string, size: int?' (?: with nulls)"},
       {"sample", "FILE",
        "lines to try readers with, whole and damaged, and the texts of other\n"
        "tasks' columns (to 1 MiB)"},
       {"task", "NAME", "only this task"},
       {"trials", "N", "random trials for each task (200)"},
       {"seed", "N", "the seed of the trials: the same again (random)"},
       {"timeout", "TIME", "for each call of the plugin (10s)"},
       {"json", nullptr, "as JSON"},
       plugin_path_option()}};
  return kSpec;
}

int plugin_command(const Arguments& arguments) {
  const auto& words = arguments.operands();
  if (words.size() != 2 || words.front() != "check")
    return failed({Errc::invalid_argument,
                   "dp plugin needs what to do and a library: dp plugin check LIB"});
  const auto settings = check_settings(arguments);
  if (!settings) return failed(settings.error());
  const auto report = check::check_library(*settings);
  if (!report) return failed(report.error());
  const auto status = arguments.has("json") ? print_json(as_json(*report, *settings))
                                            : print(as_text(*report, *settings));
  if (!status) return failed(status.error());
  if (report->has(Grade::wrong)) return kWrong;
  return report->has(Grade::not_checked) ? kRejected : kOk;
}

}  // namespace dp::cli
