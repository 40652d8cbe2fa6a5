// SPDX-License-Identifier: Apache-2.0
#include "base/spawn.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace dp {
namespace {

/// posix_spawn's two argument objects, destroyed whatever happens.
class Actions {
 public:
  Actions() {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawnattr_init(&attributes_);
  }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  ~Actions() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  int streams(const Command& command) {
    int error = command.in < 0
                    ? ::posix_spawn_file_actions_addopen(&files_, 0, "/dev/null", O_RDONLY, 0)
                    : ::posix_spawn_file_actions_adddup2(&files_, command.in, 0);
    if (error == 0 && command.out >= 0)
      error = ::posix_spawn_file_actions_adddup2(&files_, command.out, 1);
    if (error == 0 && command.err >= 0)
      error = ::posix_spawn_file_actions_adddup2(&files_, command.err, 2);
    // A descriptor duplicated to itself loses close-on-exec, in the child alone (POSIX.1-2024).
    for (const int fd : command.keep)
      if (error == 0) error = ::posix_spawn_file_actions_adddup2(&files_, fd, fd);
    return error;
  }

  int signals(const Command& command) {
    sigset_t mask, defaults;
    ::sigemptyset(&mask);
    // What is ignored stays ignored over an exec: right for SIGHUP under nohup, not for these.
    ::sigemptyset(&defaults);
    ::sigaddset(&defaults, SIGCHLD);
    ::sigaddset(&defaults, SIGPIPE);
    for (const int signal : command.blocked_signals) ::sigaddset(&mask, signal);
    int error = ::posix_spawnattr_setsigmask(&attributes_, &mask);
    if (error == 0) error = ::posix_spawnattr_setsigdefault(&attributes_, &defaults);
    if (error == 0)
      error = ::posix_spawnattr_setflags(&attributes_,
                                         POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    return error;
  }

  [[nodiscard]] const posix_spawn_file_actions_t* files() const { return &files_; }
  [[nodiscard]] const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

std::vector<char*> pointers(const std::vector<std::string>& strings) {
  std::vector<char*> out;
  for (const auto& text : strings) out.push_back(const_cast<char*>(text.c_str()));
  out.push_back(nullptr);
  return out;
}

/// This process's environment with `changes` in place of what has the same name.
std::vector<char*> environment_with(const std::vector<std::string>& changes) {
  std::vector<char*> out = pointers(changes);
  out.pop_back();
  const std::size_t changed = out.size();
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view name(*entry, std::strcspn(*entry, "="));
    bool replaced = false;
    for (std::size_t i = 0; i < changed; ++i)
      replaced = replaced ||
                 std::string_view(out[i]).substr(0, name.size() + 1) == std::string(name) + '=';
    if (!replaced) out.push_back(*entry);
  }
  out.push_back(nullptr);
  return out;
}

std::string limit_text(int resource, const char* name) {
  rlimit limit{};
  ::getrlimit(static_cast<__rlimit_resource_t>(resource), &limit);
  return std::string(name) + " is " +
         (limit.rlim_cur == RLIM_INFINITY ? "unlimited" : std::to_string(limit.rlim_cur));
}

}  // namespace

tl::unexpected<Error> fail_resource(std::string_view what) {
  return fail_resource(what, errno);
}

tl::unexpected<Error> fail_resource(std::string_view what, int error_number) {
  auto failure = fail_errno(what, error_number);
  std::string& message = failure.value().message;
  if (error_number == EAGAIN)
    message += " (" + limit_text(RLIMIT_NPROC, "RLIMIT_NPROC (ulimit -u)") +
               "; a cgroup's pids.max may be lower)";
  if (error_number == EMFILE)
    message += " (" + limit_text(RLIMIT_NOFILE, "RLIMIT_NOFILE (ulimit -n)") + ")";
  return failure;
}

Result<Child> spawn(const Command& command) {
  Actions actions;
  int error = actions.streams(command);
  if (error == 0) error = actions.signals(command);
  if (error != 0) return fail_resource("cannot start " + command.argv.front(), error);

  const auto argv = pointers(command.argv);
  const auto environment = environment_with(command.environment);
  Child child;
  error = command.program.empty()
              ? ::posix_spawnp(&child.pid, argv[0], actions.files(), actions.attributes(),
                               argv.data(), environment.data())
              : ::posix_spawn(&child.pid, command.program.c_str(), actions.files(),
                              actions.attributes(), argv.data(), environment.data());
  if (error != 0) return fail_resource("cannot start " + command.argv.front(), error);

  child.pidfd.reset(static_cast<int>(::syscall(SYS_pidfd_open, child.pid, 0)));
  if (child.pidfd) return child;
  error = errno;
  ::kill(child.pid, SIGKILL);
  while (::waitpid(child.pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  return fail_resource("cannot start " + command.argv.front(), error);
}

Result<Fd> above_stdio(Fd fd) {
  if (fd.get() > 2) return fd;
  Fd higher(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 3));
  if (!higher) return fail_resource("descriptor");
  return higher;
}

std::string signal_name(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name != nullptr ? "SIG" + std::string(name) : "signal " + std::to_string(signal);
}

}  // namespace dp
