// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "data/task.hpp"
#include "plugin/library.hpp"

namespace dp::plugin {

/// Copy what a loaded library says of itself. `path`: of the library.
data::PluginDescription describe(const Library& library, std::string path);

}  // namespace dp::plugin
