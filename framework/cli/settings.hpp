// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <functional>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "planner/prepare.hpp"

namespace dp::cli {

/// The folders of --plugin-path. Errors: invalid_argument if one does not exist.
Result<std::vector<std::string>> plugin_path_from(const Arguments& arguments);

/// The planner's settings from the options that run and validate share: --workers, --chunksize,
/// --set, --plugin-path (those that the command has).
/// Errors: invalid_argument, naming the option.
Result<planner::Settings> settings_from(const Arguments& arguments);

/// What a command over pipeline files does: call `one` for each operand, with one worker. Returns
/// the worst exit code.
int for_each_file(const Arguments& arguments, const CommandSpec& spec,
                  const std::function<int(const std::string&, const planner::Settings&)>& one);

/// Print what is wrong with a pipeline file on standard error.
void print_diagnostics(const pipeline::Diagnostics& diagnostics);

}  // namespace dp::cli
