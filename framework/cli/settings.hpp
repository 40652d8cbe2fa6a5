// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>

#include "cli/arguments.hpp"
#include "planner/prepare.hpp"

namespace dp::cli {

/// The planner's settings from the options that run and validate share: --workers, --chunksize,
/// --set, --plugin-path (those that the command has).
/// Errors: invalid_argument, naming the option.
Result<planner::Settings> settings_from(const Arguments& arguments);

/// Print what is wrong with a pipeline file on standard error.
void print_diagnostics(const pipeline::Diagnostics& diagnostics);

}  // namespace dp::cli
