// SPDX-License-Identifier: Apache-2.0
#include "pool/death.hpp"

#include <signal.h>

#include <algorithm>
#include <array>

#include "base/spawn.hpp"
#include "base/text.hpp"
#include "base/units.hpp"

namespace dp::pool {

bool own_fault(int signal) noexcept {
  constexpr std::array kOwn{SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,  SIGABRT,   SIGSYS,
                            SIGTRAP, SIGPIPE, SIGXCPU, SIGXFSZ, SIGSTKFLT, SIGALRM};
  return std::find(kOwn.begin(), kOwn.end(), signal) != kOwn.end();
}

std::string describe(const Death& death) {
  if (death.timed_out) return "ran past its time limit";
  if (death.out_of_memory)
    return "went past the memory limit, at " +
           format_size(static_cast<double>(death.peak_rss_bytes));
  if (death.signal == 0)
    return "ended the worker with exit status " + std::to_string(death.exit_status);
  return "killed by " + signal_name(death.signal) +
         (death.external ? ", sent from outside" : "");
}

Error error_of(const Death& death) {
  Errc code = Errc::worker_died;
  if (death.timed_out) code = Errc::timed_out;
  if (death.out_of_memory) code = Errc::out_of_memory;
  std::string words = death.last_stderr;
  while (!words.empty() && words.back() == '\n') words.pop_back();
  if (words.empty()) return {code, describe(death)};
  return {code, describe(death) + " (its last words: " + printable(words) + ")"};
}

}  // namespace dp::pool
