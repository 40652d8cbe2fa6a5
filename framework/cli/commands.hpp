// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.hpp"

namespace dp::cli {

/// A command of dp: what it takes, and what it does. Returns the exit code.
struct Command {
  const CommandSpec& (*spec)();
  int (*run)(const Arguments& arguments);
};

/// All commands, in the order that `dp --help` lists them.
const std::vector<Command>& commands();

/// Run a command line without the program's name. Returns the exit code.
int run_command_line(const std::vector<std::string>& words);

/// What `dp --help` prints.
std::string overview();

const CommandSpec& run_spec();
int run_command(const Arguments& arguments);
const CommandSpec& validate_spec();
int validate_command(const Arguments& arguments);
const CommandSpec& sniff_spec();
int sniff_command(const Arguments& arguments);
const CommandSpec& test_spec();
int test_command(const Arguments& arguments);
const CommandSpec& list_spec();
int list_command(const Arguments& arguments);
const CommandSpec& help_spec();
int help_command(const Arguments& arguments);
const CommandSpec& new_spec();
int new_command(const Arguments& arguments);
const CommandSpec& plugin_spec();
int plugin_command(const Arguments& arguments);

/// The option --plugin-path, which several commands have.
OptionSpec plugin_path_option();
/// The option --allow-plugins, of commands that load what a pipeline file names.
OptionSpec allow_plugins_option();
/// The option --set.
OptionSpec set_option();

}  // namespace dp::cli
