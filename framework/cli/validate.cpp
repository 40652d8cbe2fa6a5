// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/settings.hpp"
#include "cli/terminal.hpp"

namespace dp::cli {

namespace {

int validate_file(const std::string& path, const planner::Settings& settings) {
  const auto prepared = planner::prepare(path, settings);
  if (!prepared) {
    print_failure(prepared.error().message);
    return exit_code_of(prepared.error().code);
  }
  print_diagnostics(*prepared->diagnostics);
  if (!prepared->ok()) return kWrong;
  print_error(printable(path) + (settings.without_data
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
