// SPDX-License-Identifier: Apache-2.0
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
  print_error(path + ": OK\n");
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
      {set_option(), plugin_path_option()}};
  return kSpec;
}

int validate_command(const Arguments& arguments) {
  return for_each_file(arguments, validate_spec(), &validate_file);
}

}  // namespace dp::cli
