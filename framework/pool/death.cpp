// SPDX-License-Identifier: Apache-2.0
#include "pool/death.hpp"

#include <signal.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/spawn.hpp"
#include "base/text.hpp"
#include "base/units.hpp"

namespace dp::pool {
namespace {

std::string end_of(const Death& death) {
  if (death.limit == Death::Limit::time)
    return "ran past its time limit" +
           (death.time_limit.count() == 0 ? "" : " of " + spell_duration(death.time_limit));
  if (death.limit == Death::Limit::memory) return "passed its memory limit";
  if (!death.damage.empty()) return "was ended because " + death.damage;
  if (death.signal == 0) return "ended with exit status " + std::to_string(death.exit_status);
  return std::string("was killed by ") + (death.external ? "external " : "") + "signal " +
         std::to_string(death.signal) + " (" + signal_name(death.signal) + ")";
}

/// The last line of `text` that is not blank.
std::string_view last_line(std::string_view text) {
  const auto last = text.find_last_not_of("\r\n ");
  if (last == std::string_view::npos) return {};
  text = text.substr(0, last + 1);
  return text.substr(text.rfind('\n') + 1);
}

}  // namespace

bool own_fault(int signal) noexcept {
  constexpr std::array kOwn{SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,  SIGABRT,   SIGSYS,
                            SIGTRAP, SIGPIPE, SIGXCPU, SIGXFSZ, SIGSTKFLT, SIGALRM};
  return std::find(kOwn.begin(), kOwn.end(), signal) != kOwn.end();
}

std::string cause_of(const Death& death) {
  std::string text = "the worker " + end_of(death);
  if (!death.call.empty()) text += " in " + printable(death.call);
  return text;
}

std::string details_of(const Death& death) {
  std::string text;
  if (death.peak_rss_bytes != 0)
    text = "peak memory " + format_size(static_cast<double>(death.peak_rss_bytes));
  const auto line = last_line(death.last_stderr);
  if (!line.empty())
    text.append(text.empty() ? "" : ", ").append("last stderr line: ").append(printable(line));
  return text;
}

std::string describe(const Death& death) {
  const auto details = details_of(death);
  return details.empty() ? cause_of(death) : cause_of(death) + ", " + details;
}

Errc code_of(const Death& death) noexcept {
  if (death.limit == Death::Limit::time) return Errc::timed_out;
  if (death.limit == Death::Limit::memory) return Errc::out_of_memory;
  return Errc::worker_died;
}

Error error_of(const Death& death) {
  return {code_of(death), describe(death) + (death.advice.empty() ? "" : "; " + death.advice)};
}

}  // namespace dp::pool
