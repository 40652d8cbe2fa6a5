// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <vector>

#include "base/fd.hpp"
#include "check/handler.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "pool/worker.hpp"

namespace {

/// With less stack than that, whatever comes would end in a crash that says nothing.
constexpr rlim_t kLeastStack = 256 << 10;

bool has_stack() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur >= kLeastStack) return true;
  static constexpr char kWhy[] =
      "dp: error: RLIMIT_STACK (ulimit -s) is too low, expected at least 256 KiB\n";
  (void)!::write(STDERR_FILENO, kWhy, sizeof kWhy - 1);
  return false;
}

}  // namespace

int main(int count, char** words) {
  if (!has_stack()) return dp::cli::kFailed;
  if (dp::pool::is_worker()) {
    dp::check::Handler handler;
    return dp::pool::run_worker(handler);
  }
  // Then a write past `ulimit -f` is an error, which names the limit and the file.
  std::signal(SIGXFSZ, SIG_IGN);
  if (const auto status = dp::open_standard_descriptors(); !status) return dp::cli::kFailed;
  return dp::cli::run_command_line(std::vector<std::string>(words + 1, words + count));
}
