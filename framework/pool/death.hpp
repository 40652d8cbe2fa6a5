// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dp/result.hpp>
#include <string>

#include "pool/job.hpp"

namespace dp::pool {

/// True for signals that a program's own fault raises (SIGSEGV, SIGABRT ...); false for those
/// that others send (SIGKILL, SIGTERM, SIGINT ...).
[[nodiscard]] bool own_fault(int signal) noexcept;

/// "killed by SIGSEGV", "ended with exit status 3", "ran past its time limit" ...
[[nodiscard]] std::string describe(const Death& death);

/// The failure that `death` is, with what the worker said last:
/// "killed by SIGSEGV (its last words: ...)". Codes: timed_out, out_of_memory, worker_died.
[[nodiscard]] Error error_of(const Death& death);

}  // namespace dp::pool
