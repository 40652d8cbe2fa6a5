// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>

namespace dp::cli {

/// What dp tells its caller; for users: docs/pipeline-reference.md, "Exit codes".
enum ExitCode : int {
  kOk = 0,
  kFailed = 1,    ///< the run failed, or passed its error budget
  kWrong = 2,     ///< the file, an option or a plugin is wrong; nothing was run
  kRejected = 3,  ///< finished, but some records or items were rejected
  kRefused = 4,   ///< an unsafe target, or another run holds it
  kInterrupted = 130,
};

/// The exit code for a failure before anything was run.
constexpr int exit_code_of(Errc code) noexcept {
  switch (code) {
    case Errc::invalid_argument:
    case Errc::invalid_pipeline:
    case Errc::invalid_plugin:
    case Errc::not_found:
      return kWrong;
    case Errc::refused:
      return kRefused;
    case Errc::interrupted:
      return kInterrupted;
    default:
      return kFailed;
  }
}

/// The exit code for a failure of a run that has begun: what the file and the data are wrong in
/// together shows only then, and is no kWrong.
constexpr int exit_code_of_run(Errc code) noexcept {
  const int before = exit_code_of(code);
  return before == kWrong ? kFailed : before;
}

}  // namespace dp::cli
