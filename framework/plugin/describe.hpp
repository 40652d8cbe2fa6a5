// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/abi.h>

#include <dp/result.hpp>
#include <string>

#include "data/task.hpp"

namespace dp::plugin {

/// Check that a plugin's table keeps what abi.h asks: names, roles, callbacks, option types.
/// Errors: invalid_plugin, naming the task and what is wrong with it.
Status check_table(const dp_plugin_info& info);

/// Copy what a checked table says. `path`: of the library.
data::PluginDescription describe(const dp_plugin_info& info, std::string path);

}  // namespace dp::plugin
