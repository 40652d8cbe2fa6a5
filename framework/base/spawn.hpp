// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <dp/result.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.hpp"

namespace dp {

/// A program to start.
struct Command {
  std::vector<std::string> argv;         ///< argv[0] too; at least one
  std::string program;                   ///< path to execute; empty: argv[0], looked up in PATH
  std::vector<std::string> environment;  ///< "NAME=value", in place of this process's own NAME
  int in = -1;                           ///< its descriptor 0; -1: /dev/null
  int out = -1;                          ///< its descriptor 1; -1: shared with this process
  int err = -1;                          ///< its descriptor 2; -1: shared with this process
  std::vector<int> keep;  ///< descriptors that it inherits under their own numbers; each > 2
  std::vector<int> blocked_signals;  ///< its signal mask
};

/// A process that was started. The owner waits for it (waitid on `pidfd`).
struct Child {
  pid_t pid = -1;
  Fd pidfd;  ///< readable when it has ended; close-on-exec
};

/// Start `command`. The only place of the framework that makes processes.
///
/// Descriptors: all that are close-on-exec are closed in the child, except `keep`. The caller keeps those
///   between 0 and 2 out of `keep` (see above_stdio).
/// Errors: exhausted (EAGAIN, ENOMEM, EMFILE; the message names the limit that was met),
///   not_found, io.
/// Threads: safe in a process with threads. A child that asks for PR_SET_PDEATHSIG is bound to
///   the thread that called this.
/// Cost: about 1 ms, whatever this process's size (posix_spawn shares its memory until the
///   exec; a fork copies the page tables: 77 ms a GB). Source: docs/decisions/0001-spawn.md.
Result<Child> spawn(const Command& command);

/// Give `fd` a number above 2, so that it cannot be taken for a standard stream.
Result<Fd> above_stdio(Fd fd);

/// fail_errno, which names the limit that was met when `error_number` says that there is one:
/// "`what`: Too many open files (RLIMIT_NOFILE (ulimit -n) is 64)".
[[nodiscard]] tl::unexpected<Error> fail_resource(std::string_view what);
[[nodiscard]] tl::unexpected<Error> fail_resource(std::string_view what, int error_number);

/// "SIGSEGV" for 11; "signal 77" for one without a name.
std::string signal_name(int signal);

}  // namespace dp
