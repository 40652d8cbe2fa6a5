// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/given_file.hpp"
#include "cli/settings.hpp"
#include "cli/terminal.hpp"
#include "run/doubt.hpp"

namespace dp::cli {

namespace {

/// Report files of the input that cannot be read: as mistakes where a run must fail for them.
void check_input(const planner::Prepared& prepared) {
  constexpr std::size_t kTold = 3;
  const auto& lost = prepared.items.unreadable;
  const auto& errors = prepared.model.errors;
  const bool all = prepared.items.list.empty();
  const bool fails = all || errors.policy == pipeline::ErrorSettings::Policy::stop ||
                     (errors.budget_count && lost.size() > *errors.budget_count);
  for (std::size_t i = 0; i < std::min(kTold, lost.size()); ++i) {
    const auto text = printable(lost[i].name) + ": " + printable(lost[i].reason);
    if (fails)
      prepared.diagnostics->error(prepared.model.input.mark, text);
    else
      prepared.diagnostics->warning(prepared.model.input.mark, text, "it will be rejected");
  }
  if (all && !lost.empty())
    prepared.diagnostics->error(
        prepared.model.input.mark,
        "nothing of the input can be read (" + std::to_string(lost.size()) + " tried)");
}

/// So much is read of an input to tell whether a column exists that its first bytes do not have.
constexpr std::uint64_t kMostRead = 256 << 20;

int validate_file(const std::string& path, planner::Settings settings) {
  settings.without_streams = true;
  auto prepared = planner::prepare(path, settings);
  auto status = prepared ? Status() : fail(prepared.error());
  if (status) status = run::settle_doubt(*prepared, kMostRead, nullptr);
  if (!status) {
    print_failure(status.error().message);
    return exit_code_of(status.error().code);
  }
  check_input(*prepared);
  check_given_files(prepared->model, *prepared->diagnostics);
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
