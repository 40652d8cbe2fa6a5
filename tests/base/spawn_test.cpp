// SPDX-License-Identifier: Apache-2.0
#include "base/spawn.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>

#include "why.hpp"

BOOST_AUTO_TEST_SUITE(spawn)

namespace {

struct Pipe {
  dp::Fd out, in;
};

Pipe make_pipe() {
  std::array<int, 2> ends{-1, -1};
  BOOST_REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  return {dp::Fd(ends[0]), dp::Fd(ends[1])};
}

/// What `script` prints, and its wait status.
struct Said {
  std::string text;
  int status = 0;
};

Said run(dp::Command command) {
  Pipe pipe = make_pipe();
  command.out = pipe.in.get();
  auto child = dp::spawn(command);
  BOOST_REQUIRE_MESSAGE(child, dp::test::why(child));
  pipe.in.reset();
  Said said;
  std::array<char, 4096> block;
  for (;;) {
    const ssize_t got = ::read(pipe.out.get(), block.data(), block.size());
    if (got <= 0) break;
    said.text.append(block.data(), static_cast<std::size_t>(got));
  }
  BOOST_REQUIRE(::waitpid(child->pid, &said.status, 0) == child->pid);
  return said;
}

dp::Command shell(const std::string& script) {
  dp::Command command;
  command.argv = {"sh", "-c", script};
  return command;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_program_runs_and_its_end_is_seen) {
  const Said said = run(shell("echo hello; exit 3"));
  BOOST_TEST(said.text == "hello\n");
  BOOST_TEST(WEXITSTATUS(said.status) == 3);
}

BOOST_AUTO_TEST_CASE(its_standard_input_is_empty) {
  BOOST_TEST(run(shell("cat; echo end")).text == "end\n");
}

BOOST_AUTO_TEST_CASE(the_pidfd_becomes_readable_at_its_end) {
  auto child = dp::spawn(shell("exit 0"));
  BOOST_REQUIRE(child);
  pollfd end{child->pidfd.get(), POLLIN, 0};
  BOOST_TEST(::poll(&end, 1, 10'000) == 1);
  BOOST_TEST(::waitpid(child->pid, nullptr, 0) == child->pid);
}

BOOST_AUTO_TEST_CASE(only_descriptors_that_are_kept_are_inherited) {
  Pipe kept = make_pipe(), other = make_pipe();
  auto command = shell("for fd in " + std::to_string(kept.in.get()) + " " +
                       std::to_string(other.in.get()) +
                       "; do [ -e /proc/self/fd/$fd ] && echo $fd; done; true");
  command.keep = {kept.in.get()};
  BOOST_TEST(run(command).text == std::to_string(kept.in.get()) + "\n");
  // It stays close-on-exec for whoever is started next.
  BOOST_TEST((::fcntl(kept.in.get(), F_GETFD) & FD_CLOEXEC) != 0);
}

BOOST_AUTO_TEST_CASE(changed_variables_replace_those_of_the_same_name_only) {
  ::setenv("DP_SPAWN_A", "old", 1);
  ::setenv("DP_SPAWN_AB", "stays", 1);
  auto command = shell("echo $DP_SPAWN_A $DP_SPAWN_AB; env | grep -c '^DP_SPAWN_A='");
  command.environment = {"DP_SPAWN_A=new"};
  BOOST_TEST(run(command).text == "new stays\n1\n");
}

BOOST_AUTO_TEST_CASE(signals_are_blocked_as_asked_and_sigpipe_has_its_default_again) {
  auto* const before = ::signal(SIGPIPE, SIG_IGN);
  dp::Command command;
  command.argv = {"cat", "/proc/self/status"};  // a shell would clear the mask
  command.blocked_signals = {SIGINT};
  const std::string text = run(command).text;
  ::signal(SIGPIPE, before);
  const auto mask = [&text](const std::string& name) {
    return std::stoull(text.substr(text.find(name) + name.size() + 1), nullptr, 16);
  };
  BOOST_TEST(mask("SigBlk:") == 1ULL << (SIGINT - 1));
  BOOST_TEST((mask("SigIgn:") & (1ULL << (SIGPIPE - 1))) == 0U);
}

BOOST_AUTO_TEST_CASE(a_program_that_is_not_there_is_named) {
  dp::Command command;
  command.argv = {"/nowhere/program"};
  const auto child = dp::spawn(command);
  BOOST_REQUIRE(!child);
  BOOST_TEST((child.error().code == dp::Errc::not_found));
  BOOST_TEST(child.error().message ==
             "cannot start /nowhere/program: No such file or directory");
}

BOOST_AUTO_TEST_CASE(descriptors_below_three_are_moved_up) {
  const int saved = ::fcntl(0, F_DUPFD_CLOEXEC, 3);
  ::close(0);
  dp::Fd low(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  BOOST_TEST(low.get() == 0);
  const auto high = dp::above_stdio(std::move(low));
  BOOST_REQUIRE(high);
  BOOST_TEST(high->get() > 2);
  BOOST_TEST((::fcntl(high->get(), F_GETFD) & FD_CLOEXEC) != 0);
  if (saved >= 0) {
    ::dup2(saved, 0);
    ::close(saved);
  }
}

BOOST_AUTO_TEST_CASE(signals_have_names) {
  BOOST_TEST(dp::signal_name(SIGSEGV) == "SIGSEGV");
  BOOST_TEST(dp::signal_name(1000) == "signal 1000");
}

BOOST_AUTO_TEST_SUITE_END()
