// SPDX-License-Identifier: Apache-2.0
#include "pool/faults.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "pool/segment.hpp"

BOOST_AUTO_TEST_SUITE(faults)

namespace {

/// What a child that dies of a signal left in its status.
struct Noted {
  int signal = 0;
  int sender = 0;
  int child = 0;  ///< its process
};

/// Fork a child that notes its faults and then does `act`; `meanwhile` gets its pid.
template <class Act, class Meanwhile>
Noted die(Act act, Meanwhile meanwhile) {
  auto segment = dp::pool::Segment::create(1, 64 << 10, {});
  BOOST_REQUIRE(segment);
  // Children do not inherit the runner's mapping, so the child maps it as a worker does.
  const int child = ::fork();
  if (child == 0) {
    // Without the handlers of the test framework.
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP})
      ::signal(signal, SIG_DFL);
    const auto own = dp::pool::WorkerSegment::open(segment->descriptor(), 0);
    if (!own) ::_exit(99);
    dp::pool::note_faults_on(*own->block().worker);
    own->block().worker->begun = 1;
    act();
    ::_exit(0);
  }
  auto& status = *segment->block(0).worker;
  while (status.begun == 0 && ::waitpid(child, nullptr, WNOHANG) == 0) ::usleep(1000);
  meanwhile(child);
  int wait_status = 0;
  BOOST_REQUIRE(::waitpid(child, &wait_status, 0) == child);
  return {WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0, status.fault_sender, child};
}

void nothing(int) {}
void wait_for_a_signal() {
  for (;;) ::pause();
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_fault_of_its_own_names_itself) {
  const auto aborted = die([] { ::abort(); }, nothing);
  BOOST_TEST(aborted.signal == SIGABRT);
  BOOST_TEST(aborted.sender == aborted.child);
  const auto crashed = die(
      [] {
        // Not a null pointer, which a sanitizer would report before the processor does.
        void* page = ::mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        *static_cast<volatile int*>(page) = 1;
      },
      nothing);
  BOOST_TEST(crashed.signal == SIGSEGV);
  BOOST_TEST(crashed.sender == crashed.child);
}

BOOST_AUTO_TEST_CASE(a_signal_that_another_process_sent_names_it) {
  const auto noted = die(wait_for_a_signal, [](int child) { ::kill(child, SIGSEGV); });
  BOOST_TEST(noted.signal == SIGSEGV);
  BOOST_TEST(noted.sender == ::getpid());
}

BOOST_AUTO_TEST_CASE(a_signal_that_it_sent_itself_names_itself) {
  const auto noted = die([] { ::kill(::getpid(), SIGBUS); }, nothing);
  BOOST_TEST(noted.signal == SIGBUS);
  BOOST_TEST(noted.sender == noted.child);
}

BOOST_AUTO_TEST_CASE(a_handler_that_is_there_already_stays) {
  const auto noted = die(
      [] {
        ::signal(SIGFPE, SIG_IGN);
        auto segment = dp::pool::Segment::create(1, 64 << 10, {});
        dp::pool::note_faults_on(*segment->block(0).worker);
        struct sigaction now {};
        ::sigaction(SIGFPE, nullptr, &now);
        if (now.sa_handler != SIG_IGN) ::raise(SIGKILL);
      },
      nothing);
  BOOST_TEST(noted.signal == 0);
}

BOOST_AUTO_TEST_SUITE_END()
