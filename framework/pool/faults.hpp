// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "pool/layout.hpp"

namespace dp::pool {

/// In a worker: note on `status` who sent the signal that is about to end this process, so that
/// the runner can tell an item that crashes from a process that something else killed. The signal then
/// takes its course, with its core file and its wait status.
///
/// Signals: SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP, unless they have a
///   handler already (a sanitizer's). Works on an overflowed stack of the calling thread.
/// Lifetime: `status` is used until the process ends.
void note_faults_on(WorkerStatus& status) noexcept;

}  // namespace dp::pool
