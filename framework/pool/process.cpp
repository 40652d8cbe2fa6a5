// SPDX-License-Identifier: Apache-2.0
#include "pool/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sstream>

namespace dp::pool {
namespace {

constexpr std::size_t kReadAtOnce = 1 << 16;

/// Peak RSS of `usage` in bytes.
std::uint64_t peak(const rusage& usage) {
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

std::uint64_t own_peak() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return peak(usage);
}

struct Pipe {
  Fd out, in;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail_resource("pipe for a worker's stderr");
  Pipe pipe{Fd(ends[0]), Fd(ends[1])};
  DP_TRY(pipe.out, above_stdio(std::move(pipe.out)));
  DP_TRY(pipe.in, above_stdio(std::move(pipe.in)));
  ::fcntl(pipe.out.get(), F_SETFL, O_NONBLOCK);
  return pipe;
}

}  // namespace

Process::~Process() { end(); }

bool Process::end() noexcept {
  if (!running()) return true;
  signal(SIGKILL);
  pollfd ended{pidfd(), POLLIN, 0};
  int ready = 0;
  do ready = ::poll(&ended, 1, kUnkillableMs);
  while (ready < 0 && errno == EINTR);
  if (ready == 1)
    reap();
  else
    abandon();
  return ready == 1;
}

void Process::abandon() noexcept {
  child_.pidfd.reset();
  child_.pid = -1;
  output_.reset();
}

Status Process::start(const std::vector<std::string>& argv, const LaunchArgs& args,
                      const Streams& streams) {
  Pipe pipe;
  if (!streams.shared) {
    DP_TRY(pipe, make_pipe());
  }
  Command command;
  command.argv = argv;
  if (argv.empty()) {
    command.argv = {"dp-worker"};
    command.program = "/proc/self/exe";
  }
  command.environment = {write_launch_args(args)};
  command.in = streams.shared ? STDIN_FILENO : -1;
  command.out = command.err = streams.shared ? STDERR_FILENO : pipe.in.get();
  command.keep = args.stores;
  command.keep.insert(command.keep.end(), {args.segment, args.runner_doorbell, args.own_store});
  // Held back until the worker ignores them: a Ctrl-C must not hit it on its way up. (A debugger
  // needs it.)
  if (!streams.shared) command.blocked_signals = {SIGINT, SIGQUIT, SIGHUP};
  peak_before_ = own_peak();
  DP_TRY(child_, spawn(command));
  output_ = std::move(pipe.out);
  lines_ = OutputLines(streams.on_line);
  tail_.clear();
  tail_bytes_ = 0;
  return {};
}

void Process::signal(int number) const noexcept {
  if (running()) ::syscall(SYS_pidfd_send_signal, pidfd(), number, nullptr, 0);
}

bool Process::was_stopped() const noexcept {
  siginfo_t info{};
  return ::waitid(P_PIDFD, static_cast<id_t>(pidfd()), &info, WSTOPPED | WNOHANG) == 0 &&
         info.si_pid != 0;
}

std::uint64_t Process::rss_bytes() const {
  const auto text = read_file("/proc/" + std::to_string(pid()) + "/statm", 4096);
  if (!text) return 0;
  std::istringstream in(*text);
  std::uint64_t total = 0, resident = 0;
  in >> total >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void Process::read_output() {
  std::array<char, kReadAtOnce> block;
  const ssize_t got = ::read(output_.get(), block.data(), block.size());
  if (got <= 0) {
    if (got == 0 || (errno != EAGAIN && errno != EINTR)) output_.reset();
    return;
  }
  std::string text(block.data(), static_cast<std::size_t>(got));
  lines_.add(text);
  const std::size_t cut = text.size() - std::min(text.size(), kTailBytes);
  text.erase(0, cut);
  dropped_ += cut;
  tail_bytes_ += text.size();
  tail_.push_back({Clock::now(), std::move(text)});
  while (tail_bytes_ > kTailBytes) {
    std::string& oldest = tail_.front().bytes;
    const std::size_t over = std::min(tail_bytes_ - kTailBytes, oldest.size());
    oldest.erase(0, over);
    tail_bytes_ -= over;
    dropped_ += over;
    if (oldest.empty()) tail_.pop_front();
  }
}

std::string Process::last_output(Clock::time_point began) const {
  std::string out;
  for (const Text& text : tail_)
    if (text.received >= began) out += text.bytes;
  return out;
}

End Process::reap() {
  siginfo_t info{};
  rusage usage{};
  // It is the first of a process group (see run_worker): what its tasks have started goes with it. Its
  // number is its own until it is waited for.
  siginfo_t ended{};
  if (::waitid(P_PIDFD, static_cast<id_t>(pidfd()), &ended, WEXITED | WNOWAIT) == 0)
    ::kill(-pid(), SIGKILL);
  while (::syscall(SYS_waitid, P_PIDFD, pidfd(), &info, WEXITED, &usage) != 0 &&
         errno == EINTR) {
  }
  // A pipe holds at most 1 MiB; a grandchild that writes on for ever must not keep us here.
  for (int reads = 0; reads < 16 && output_; ++reads) {
    errno = 0;
    read_output();
    if (errno == EAGAIN) break;
  }
  lines_.end();
  End end;
  if (info.si_code == CLD_EXITED)
    end.exit_status = info.si_status;
  else
    end.signal = info.si_status;
  // A child that shares our memory until its exec starts with our peak as its own.
  if (peak(usage) > peak_before_) end.peak_rss_bytes = peak(usage);
  abandon();
  return end;
}

}  // namespace dp::pool
