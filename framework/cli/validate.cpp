// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/doubt_notice.hpp"
#include "cli/exit_codes.hpp"
#include "cli/given_file.hpp"
#include "cli/settings.hpp"
#include "cli/terminal.hpp"
#include "report/progress.hpp"
#include "run/doubt.hpp"

namespace dp::cli {

namespace {

/// Report files of the input that cannot be read: as mistakes where a run must fail for them.
void check_input(const planner::Prepared& prepared, pipeline::Diagnostics& diagnostics) {
  constexpr std::size_t kTold = 3;
  const auto& lost = prepared.items.unreadable;
  const auto& errors = prepared.model.errors;
  const bool all = prepared.items.list.empty();
  const bool fails = all || errors.policy == pipeline::ErrorSettings::Policy::stop ||
                     (errors.budget_count && lost.size() > *errors.budget_count);
  for (std::size_t i = 0; i < std::min(kTold, lost.size()); ++i) {
    const auto text = printable(lost[i].name) + ": " + printable(lost[i].reason);
    if (fails)
      diagnostics.error(prepared.model.input.mark, text);
    else
      diagnostics.warning(prepared.model.input.mark, text, "it will be rejected");
  }
  if (all && !lost.empty())
    diagnostics.error(prepared.model.input.mark, "nothing of the input can be read (" +
                                                     std::to_string(lost.size()) + " tried)");
}

/// So much is read of an input to tell whether a column exists that its first bytes do not have.
constexpr std::uint64_t kMostRead = 256 << 20;

/// What can be told without the input's columns.
void check_more(const planner::Prepared& prepared, pipeline::Diagnostics& diagnostics) {
  check_input(prepared, diagnostics);
  check_given_files(prepared.model, diagnostics);
}

/// Look through all of the input, if only that tells whether the file has mistakes.
Status settle_doubt(planner::Prepared& prepared) {
  pipeline::Diagnostics certain(*prepared.source);
  if (prepared.in_doubt) check_more(prepared, certain);
  if (certain.has_errors()) prepared.in_doubt = false;
  if (const auto doubt = run::doubt_of(prepared, kMostRead);
      doubt && doubt->bytes >= kWorthAWord)
    print_error(doubt_text(*doubt));
  const auto style =
      is_terminal(STDERR_FILENO) ? report::ProgressStyle::bar : report::ProgressStyle::plain;
  report::ProgressReport progress({prepared.model.name.text, style,
                                   [](std::string_view text) { print_error(text); },
                                   &terminal_width, &print_over});
  const auto status = run::settle_doubt(prepared, kMostRead, &progress);
  progress.clear();
  return status;
}

int validate_file(const std::string& path, planner::Settings settings) {
  settings.without_streams = true;
  auto prepared = planner::prepare(path, settings);
  auto status = prepared ? Status() : fail(prepared.error());
  if (status) status = settle_doubt(*prepared);
  if (!status) {
    print_failure(status.error().message);
    return exit_code_of(status.error().code);
  }
  check_more(*prepared, *prepared->diagnostics);
  print_diagnostics(*prepared->diagnostics);
  if (!prepared->ok()) return kWrong;
  print_error(printable(path) + (prepared->items.unknown
                                     ? ": OK, as far as can be told without its input\n"
                                     : ": OK\n"));
  return kOk;
}

}  // namespace

const CommandSpec& validate_spec() {
  static const CommandSpec kSpec = {
      "validate",
      "FILE...",
      "check pipeline files without running them",
      "Find every mistake that dp run would find in the pipeline FILEs, and show each with\n"
      "its place and the nearest right spelling. Nothing is run and nothing is written.",
      {set_option(),
       plugin_path_option(),
       allow_plugins_option(),
       {"without-data", nullptr,
        "do not look for the input's files: for machines that lack them. Columns that\n"
        "only they have are then not checked"}}};
  return kSpec;
}

int validate_command(const Arguments& arguments) {
  return for_each_file(arguments, validate_spec(), &validate_file);
}

}  // namespace dp::cli
