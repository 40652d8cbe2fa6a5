// SPDX-License-Identifier: Apache-2.0
#include "pool/process.hpp"

#include <poll.h>
#include <signal.h>

#include "child.hpp"

BOOST_AUTO_TEST_SUITE(process)

using dp::pool::Clock;
using dp::pool::Process;
using dp::test::start_script;

namespace {

void wait_for_end(const Process& process) {
  pollfd end{process.pidfd(), POLLIN, 0};
  BOOST_REQUIRE(::poll(&end, 1, -1) == 1);
}

/// Read what it wrote until `text` is in it.
void read_until(Process& process, const std::string& text) {
  while (process.last_output({}).find(text) == std::string::npos) {
    pollfd output{process.output(), POLLIN, 0};
    BOOST_REQUIRE(::poll(&output, 1, -1) == 1);
    process.read_output();
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_tells_how_the_process_ended) {
  Process process;
  start_script(process, "exit 3");
  BOOST_TEST(process.running());
  wait_for_end(process);
  const auto end = process.reap();
  BOOST_TEST(end.exit_status == 3);
  BOOST_TEST(end.signal == 0);
  BOOST_TEST(!process.running());

  start_script(process, "kill -ABRT $$");
  wait_for_end(process);
  BOOST_TEST(process.reap().signal == SIGABRT);
}

BOOST_AUTO_TEST_CASE(stdout_and_stderr_are_kept_together_also_what_came_last) {
  Process process;
  start_script(process, "echo out; echo err >&2; exit 1");
  wait_for_end(process);
  (void)process.reap();
  BOOST_TEST(process.last_output({}) == "out\nerr\n");
}

BOOST_AUTO_TEST_CASE(output_is_told_from_a_time_on) {
  Process process;
  start_script(process, "echo before; read -r line < /dev/zero");
  read_until(process, "before");
  BOOST_TEST(process.last_output({}) == "before\n");
  BOOST_TEST(process.last_output(Clock::now()) == "");
}

BOOST_AUTO_TEST_CASE(only_the_tail_of_much_output_is_kept_and_the_rest_is_counted) {
  Process process;
  start_script(process, "head -c 100000 /dev/zero | tr '\\0' x; echo end");
  read_until(process, "end\n");
  wait_for_end(process);
  (void)process.reap();
  const std::string kept = process.last_output({});
  BOOST_TEST(kept.size() == Process::kTailBytes);
  BOOST_TEST(kept.ends_with("xxend\n"));
  BOOST_TEST(process.dropped_bytes() == 100'004 - Process::kTailBytes);
}

BOOST_AUTO_TEST_CASE(a_stopped_process_is_noticed_once) {
  Process process;
  start_script(process, "echo up; read -r line < /dev/zero");
  read_until(process, "up");
  BOOST_TEST(!process.was_stopped());
  process.signal(SIGSTOP);
  while (!process.was_stopped()) {
  }
  BOOST_TEST(!process.was_stopped());
  BOOST_TEST(process.end());  // also a stopped one
}

BOOST_AUTO_TEST_CASE(its_memory_can_be_read_while_it_runs) {
  Process process;
  start_script(process, "echo up; read -r line < /dev/zero");
  read_until(process, "up");
  BOOST_TEST(process.rss_bytes() > 0U);
  BOOST_TEST(process.rss_bytes() < std::uint64_t{1} << 40);
}

BOOST_AUTO_TEST_CASE(destroying_it_kills_the_process) {
  int pid = 0;
  {
    Process process;
    start_script(process, "read -r line < /dev/zero");
    pid = process.pid();
  }
  BOOST_TEST(::kill(pid, 0) == -1);
  BOOST_TEST(errno == ESRCH);
}

BOOST_AUTO_TEST_SUITE_END()
