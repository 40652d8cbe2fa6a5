// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "run/progress.hpp"

namespace dp::report {

/// How a run ended.
struct Ending {
  std::string_view outcome;  ///< "done", "failed", "interrupted", "invalid"
  int exit_code = 0;
  std::string_view error;  ///< empty: none
};

/// What a run came to, as one JSON object for programs, without a newline: {"summary": {...}}. Its
/// fields are in docs/pipeline-reference.md. `rejects_path`: as in summary_text.
std::string summary_json(std::string_view name, const run::Summary& summary,
                         const Ending& ending, std::string_view rejects_path);

}  // namespace dp::report
