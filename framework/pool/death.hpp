// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>

#include "pool/job.hpp"

namespace dp::pool {

/// True for signals that a program's own fault raises (SIGSEGV, SIGABRT ...); false for those
/// that others send (SIGKILL, SIGTERM, SIGINT ...).
[[nodiscard]] bool own_fault(int signal) noexcept;

/// What a worker died of, and in which call if that is known:
/// "the worker was killed by signal 11 (SIGSEGV) in save of the reducer hits" (or "ended with exit
/// status 3", "ran past its time limit of 30s", "passed its memory limit", "was killed by external signal
/// 9 (SIGKILL)").
/// Law: nothing measured, nothing that the worker wrote: the same in every run.
[[nodiscard]] std::string cause_of(const Death& death);

/// What is known besides, and may differ from run to run: "peak memory 12 MiB, last stderr line:
/// ..."; empty if nothing is.
[[nodiscard]] std::string details_of(const Death& death);

/// What users are told of a death where it need not be the same in every run: cause and details.
[[nodiscard]] std::string describe(const Death& death);

/// timed_out, out_of_memory or worker_died.
[[nodiscard]] Errc code_of(const Death& death) noexcept;

/// The failure that `death` is: code_of, describe, and what can be done.
[[nodiscard]] Error error_of(const Death& death);

}  // namespace dp::pool
