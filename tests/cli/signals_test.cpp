// SPDX-License-Identifier: Apache-2.0
#include "cli/signals.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <functional>

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

}  // namespace

BOOST_AUTO_TEST_SUITE(signals)

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
               dp::pool::Options options;
               options.workers = 1;
               options.command = {DP_PROGRAM};
               auto pool = dp::pool::Pool::start(std::move(options));
               if (!pool) return 1;
               SignalGuard::watch(&*pool);
               ::raise(SIGTERM);
               SignalGuard::watch(nullptr);
               return SignalGuard::received() == SIGTERM ? 42 : 2;
             }) == 42);
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
