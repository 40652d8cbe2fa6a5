// SPDX-License-Identifier: Apache-2.0
#include "pool/worker.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>

#include "base/fd.hpp"
#include "pool/faults.hpp"
#include "pool/launch_args.hpp"
#include "pool/server.hpp"

namespace dp::pool {
namespace {

void end_group(int /*signal*/) { ::kill(0, SIGKILL); }

/// End with the runner, even in the middle of a plugin's endless loop, and have what plugins start end
/// with this process: they are a process group of their own.
Status die_with_runner(int runner_pid) {
  int signal = SIGKILL;
  // Not under a debugger, which needs the terminal.
  if (runner_pid != 0 && ::setpgid(0, 0) == 0) {
    // A signal that nothing else uses.
    signal = SIGRTMAX;
    struct sigaction action {};
    action.sa_handler = end_group;
    ::sigaction(signal, &action, nullptr);
  }
  if (::prctl(PR_SET_PDEATHSIG, signal) != 0) return fail_errno("PR_SET_PDEATHSIG");
  // It may have ended before the call: then we have another parent by now.
  if (runner_pid != 0 && ::getppid() != runner_pid)
    return fail(Errc::interrupted, "the runner is gone");
  return {};
}

/// What a terminal sends goes to the whole process group, and only the runner decides what it
/// means for the run. SIGXFSZ: writing past a size limit is an error that write() returns.
void set_signals() {
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  for (const int signal : {SIGINT, SIGQUIT, SIGHUP, SIGXFSZ})
    ::sigaction(signal, &ignore, nullptr);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// Close what neither we nor the runner asked for.
void close_others(std::vector<int> mine) {
  std::sort(mine.begin(), mine.end());
  unsigned from = 3;
  for (const int fd : mine) {
    const auto next = static_cast<unsigned>(fd);
    if (next > from) ::syscall(SYS_close_range, from, next - 1, 0);
    from = next + 1;
  }
  ::syscall(SYS_close_range, from, ~0U, 0);
}

Result<int> serve(Handler& handler) {
  DP_TRY(const LaunchArgs args, read_launch_args());
  ::unsetenv(kLaunchVariable);
  DP_CHECK(die_with_runner(args.runner_pid));
  set_signals();
  ::prctl(PR_SET_NAME, "dp-worker");

  std::vector<int> mine = args.stores;
  mine.insert(mine.end(), {args.segment, args.runner_doorbell, args.own_store});
  close_others(mine);
  Fd descriptor(args.segment);
  DP_TRY(const WorkerSegment segment, WorkerSegment::open(descriptor.get(), args.worker));
  descriptor.reset();

  note_faults_on(*segment.block().worker);
  Server server({segment.block(), segment.setup(), args.worker, args.runner_doorbell,
                 args.stores, args.own_store, args.runner_pid},
                handler);
  return server.serve();
}

}  // namespace

bool is_worker() noexcept { return std::getenv(kLaunchVariable) != nullptr; }

int run_worker(Handler& handler) {
  const Result<int> status = serve(handler);
  if (status) return *status;
  // Its stderr is how a worker that has no segment yet can say why.
  (void)write_full(2, "dp: worker: " + status.error().message + '\n');
  return 1;
}

std::string write_launch_args(const LaunchArgs& args) {
  std::ostringstream out;
  out << kLaunchVariable << '=' << kLayoutVersion << ' ' << args.worker << ' '
      << args.runner_pid << ' ' << args.segment << ' ' << args.runner_doorbell << ' '
      << args.own_store;
  for (const int store : args.stores) out << ' ' << store;
  return std::move(out).str();
}

Result<LaunchArgs> read_launch_args() {
  const char* text = std::getenv(kLaunchVariable);
  if (text == nullptr)
    return fail(Errc::invalid_argument, "this process was not started by a pool");
  std::istringstream in(text);
  std::uint32_t version = 0;
  LaunchArgs args;
  in >> version >> args.worker >> args.runner_pid >> args.segment >> args.runner_doorbell >>
      args.own_store;
  for (int store = -1; in >> store;) args.stores.push_back(store);
  if (version != kLayoutVersion || args.segment < 3 || args.runner_doorbell < 3 ||
      args.own_store < 3 || args.stores.size() < args.worker + std::size_t{2})
    return fail(Errc::corrupt, std::string(kLaunchVariable) +
                                   ": not what this version's pool gives its workers");
  return args;
}

}  // namespace dp::pool
