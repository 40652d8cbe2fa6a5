// SPDX-License-Identifier: Apache-2.0
#include "pool/faults.hpp"

#include <signal.h>
#include <unistd.h>

#include <array>

namespace dp::pool {
namespace {

// A signal handler has no argument of ours, so these two must be reachable from anywhere.
std::atomic<WorkerStatus*> noted_status{nullptr};
alignas(16) std::array<char, 64 * 1024> signal_stack;

void note_fault(int signal, siginfo_t* info, void* /*context*/) {
  WorkerStatus* status = noted_status.load(std::memory_order_relaxed);
  const bool sent = info->si_code <= 0;  // by kill, tgkill or sigqueue, not by the hardware
  if (status != nullptr)
    status->fault_sender.store(sent ? info->si_pid : ::getpid(), std::memory_order_release);
  // The action is the default again. A fault is met again on return; a sent signal is not.
  if (sent) ::raise(signal);
}

}  // namespace

void note_faults_on(WorkerStatus& status) noexcept {
  noted_status.store(&status, std::memory_order_relaxed);
  stack_t stack{};
  stack.ss_sp = signal_stack.data();
  stack.ss_size = signal_stack.size();
  ::sigaltstack(&stack, nullptr);
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP}) {
    struct sigaction old {};
    if (::sigaction(signal, nullptr, &old) != 0 || old.sa_handler != SIG_DFL) continue;
    struct sigaction action {};
    action.sa_sigaction = note_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | static_cast<int>(SA_RESETHAND);
    ::sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
  }
}

}  // namespace dp::pool
