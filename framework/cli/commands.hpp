// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.hpp"

namespace dp::cli {

/// A verb of dp: what it takes, and what it does. Returns the exit code.
struct Verb {
  const VerbSpec& (*spec)();
  int (*run)(const Arguments& arguments);
};

/// All verbs, in the order that `dp --help` lists them.
const std::vector<Verb>& verbs();

/// Run a command line without the program's name. Returns the exit code.
int run_command(const std::vector<std::string>& words);

/// What `dp --help` prints.
std::string overview();

const VerbSpec& run_spec();
int run_verb(const Arguments& arguments);
const VerbSpec& validate_spec();
int validate_verb(const Arguments& arguments);
const VerbSpec& list_spec();
int list_verb(const Arguments& arguments);
const VerbSpec& help_spec();
int help_verb(const Arguments& arguments);
const VerbSpec& new_spec();
int new_verb(const Arguments& arguments);
const VerbSpec& plugin_spec();
int plugin_verb(const Arguments& arguments);

/// The option --plugin-path, which several verbs have.
OptionSpec plugin_path_option();
/// The option --set.
OptionSpec set_option();

}  // namespace dp::cli
