// SPDX-License-Identifier: Apache-2.0
#include "cli/signals.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <functional>

BOOST_AUTO_TEST_SUITE(signals)

using dp::cli::SignalGuard;

namespace {

/// How a child process that does `work` ends: its exit status, or -1 for a signal.
int exit_status_of(const std::function<int()>& work) {
  const auto child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// A pool of one worker that the signals go to; ends the process if there can be none.
dp::pool::Pool watched_pool() {
  dp::pool::Options options;
  options.workers = 1;
  options.command = {DP_PROGRAM};
  auto pool = dp::pool::Pool::start(std::move(options));
  if (!pool) ::_exit(1);
  return std::move(*pool);
}

}  // namespace

BOOST_AUTO_TEST_CASE(without_a_pool_a_signal_ends_the_process_at_once) {
  BOOST_TEST(exit_status_of([] {
               const SignalGuard guard;
               ::raise(SIGINT);
               return 0;
             }) == 128 + SIGINT);
}

BOOST_AUTO_TEST_CASE(with_a_pool_a_signal_asks_it_to_stop_and_is_remembered) {
  BOOST_TEST(exit_status_of([] {
               const SignalGuard guard;
               auto pool = watched_pool();
               SignalGuard::watch(&pool);
               ::raise(SIGTERM);
               SignalGuard::watch(nullptr);
               return SignalGuard::received() == SIGTERM ? 42 : 2;
             }) == 42);
}

BOOST_AUTO_TEST_CASE(an_alarm_from_outside_is_a_signal_like_others) {
  BOOST_TEST(exit_status_of([] {
               const SignalGuard guard;
               ::raise(SIGALRM);
               return 0;
             }) == 128 + SIGALRM);
  BOOST_TEST(exit_status_of([] {
               const SignalGuard guard;
               auto pool = watched_pool();
               SignalGuard::watch(&pool);
               ::raise(SIGALRM);
               SignalGuard::watch(nullptr);
               return SignalGuard::received() == SIGALRM ? 42 : 2;
             }) == 42);
}

BOOST_AUTO_TEST_CASE(a_process_that_waits_for_what_nobody_gives_ends_all_the_same) {
  BOOST_TEST(exit_status_of([]() -> int {
               const SignalGuard guard;
               auto pool = watched_pool();
               SignalGuard::watch(&pool);
               ::raise(SIGTERM);
               for (;;) ::pause();
             }) == 128 + SIGTERM);
}

BOOST_AUTO_TEST_CASE(what_was_to_be_said_is_said_once) {
  int ends[2];
  BOOST_REQUIRE(::pipe(ends) == 0);
  BOOST_TEST(exit_status_of([&] {
               ::dup2(ends[1], STDERR_FILENO);
               const SignalGuard guard("stopping\n");
               auto pool = watched_pool();
               SignalGuard::watch(&pool);
               ::raise(SIGINT);
               ::raise(SIGINT);
               ::raise(SIGINT);
               return 0;
             }) == 128 + SIGINT);
  ::close(ends[1]);
  std::string said(100, ' ');
  said.resize(static_cast<std::size_t>(::read(ends[0], said.data(), said.size())));
  ::close(ends[0]);
  BOOST_TEST(said == "stopping\n");
}

BOOST_AUTO_TEST_CASE(a_closed_pipe_is_no_signal) {
  BOOST_TEST(exit_status_of([] {
               const SignalGuard guard;
               ::raise(SIGPIPE);
               return 43;
             }) == 43);
}

BOOST_AUTO_TEST_CASE(signals_have_their_usual_effect_again_afterwards) {
  BOOST_TEST(exit_status_of([] {
               { const SignalGuard guard; }
               ::raise(SIGTERM);
               return 0;
             }) == -1);
}

BOOST_AUTO_TEST_SUITE_END()
