// SPDX-License-Identifier: Apache-2.0
#include "pool/death.hpp"

#include <signal.h>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(death)

using dp::Errc;
using dp::pool::cause_of;
using dp::pool::code_of;
using dp::pool::Death;
using dp::pool::describe;
using dp::pool::details_of;
using dp::pool::error_of;
using dp::pool::own_fault;

namespace {

Death killed_by(int signal) {
  Death death;
  death.signal = signal;
  return death;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_signal_is_told_by_number_and_name) {
  BOOST_TEST(describe(killed_by(SIGSEGV)) == "the worker was killed by signal 11 (SIGSEGV)");
}

BOOST_AUTO_TEST_CASE(the_call_that_it_was_inside_of_is_told) {
  Death death = killed_by(SIGSEGV);
  death.call = "save of the reducer hits";
  death.peak_rss_bytes = 5'000'000;
  BOOST_TEST(describe(death) ==
             "the worker was killed by signal 11 (SIGSEGV) in save of the reducer hits, "
             "peak memory 5.0 MB");
  death.call = "a\x1b[31m";
  BOOST_TEST(describe(death).find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_external_signal_is_told_as_one) {
  Death death = killed_by(SIGKILL);
  death.external = true;
  BOOST_TEST(describe(death) == "the worker was killed by external signal 9 (SIGKILL)");
}

BOOST_AUTO_TEST_CASE(an_exit_is_told_with_its_status) {
  Death death;
  death.exit_status = 3;
  BOOST_TEST(describe(death) == "the worker ended with exit status 3");
}

BOOST_AUTO_TEST_CASE(limits_are_told_whatever_signal_enforced_them) {
  Death late = killed_by(SIGTERM);
  late.limit = Death::Limit::time;
  BOOST_TEST(describe(late) == "the worker ran past its time limit");
  late.time_limit = std::chrono::seconds(30);
  late.call = "open of the step s";
  BOOST_TEST(describe(late) ==
             "the worker ran past its time limit of 30s in open of the step s");
  Death large = killed_by(SIGKILL);
  large.limit = Death::Limit::memory;
  large.peak_rss_bytes = 300'000'000;
  BOOST_TEST(describe(large) == "the worker passed its memory limit, peak memory 300 MB");
}

BOOST_AUTO_TEST_CASE(a_broken_protocol_is_told_with_what_was_wrong) {
  Death death = killed_by(SIGKILL);
  death.damage = "its reply lies outside of its arena";
  BOOST_TEST(describe(death) ==
             "the worker was ended because its reply lies outside of its arena");
}

BOOST_AUTO_TEST_CASE(of_its_stderr_the_last_line_that_is_not_blank_is_told) {
  Death death = killed_by(SIGABRT);
  death.last_stderr = "loading\nassertion \x1b[1mfailed\n \r\n\n";
  BOOST_TEST(describe(death) ==
             "the worker was killed by signal 6 (SIGABRT), last stderr line: assertion "
             "\\x1B[1mfailed");
  death.last_stderr = "\n \n";
  BOOST_TEST(describe(death) == "the worker was killed by signal 6 (SIGABRT)");
}

BOOST_AUTO_TEST_CASE(what_may_differ_from_run_to_run_is_apart_from_the_cause) {
  Death death = killed_by(SIGSEGV);
  BOOST_TEST(cause_of(death) == "the worker was killed by signal 11 (SIGSEGV)");
  BOOST_TEST(details_of(death) == "");
  death.call = "the step s";
  death.peak_rss_bytes = 5'000'000;
  death.last_stderr = "pid 4711\n";
  BOOST_TEST(cause_of(death) == "the worker was killed by signal 11 (SIGSEGV) in the step s");
  BOOST_TEST(details_of(death) == "peak memory 5.0 MB, last stderr line: pid 4711");
  BOOST_TEST(describe(death) == cause_of(death) + ", " + details_of(death));
}

BOOST_AUTO_TEST_CASE(codes_tell_limits_from_crashes) {
  Death death = killed_by(SIGKILL);
  BOOST_TEST((code_of(death) == Errc::worker_died));
  death.limit = Death::Limit::time;
  BOOST_TEST((code_of(death) == Errc::timed_out));
  death.limit = Death::Limit::memory;
  BOOST_TEST((code_of(death) == Errc::out_of_memory));
  BOOST_TEST(error_of(death).message == describe(death));
  death.advice = "give it more";
  BOOST_TEST(error_of(death).message == describe(death) + "; give it more");
  BOOST_TEST((error_of(death).code == Errc::out_of_memory));
}

BOOST_AUTO_TEST_CASE(signals_that_others_send_are_not_a_programs_own_fault) {
  for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGPIPE, SIGXCPU})
    BOOST_TEST(own_fault(signal));
  for (const int signal : {SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGSTOP, SIGUSR1})
    BOOST_TEST(!own_fault(signal));
}

BOOST_AUTO_TEST_SUITE_END()
