// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "run/progress.hpp"

namespace dp::report {

/// What a run came to, as a few lines for people. `rejects_path`: the file that rejects
/// were written to; empty if the pipeline names none.
std::string summary_text(std::string_view name, const run::Summary& summary,
                         std::string_view rejects_path);

/// How far a run came that was stopped, as a line for people.
std::string stopped_text(std::string_view name, const run::Progress& progress);

}  // namespace dp::report
