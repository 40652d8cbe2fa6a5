// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <string>
#include <vector>

#include "base/fd.hpp"
#include "check/handler.hpp"
#include "cli/commands.hpp"
#include "cli/exit_codes.hpp"
#include "pool/worker.hpp"

int main(int count, char** words) {
  if (dp::pool::is_worker()) {
    dp::check::Handler handler;
    return dp::pool::run_worker(handler);
  }
  // Then a write past `ulimit -f` is an error, which names the limit and the file.
  std::signal(SIGXFSZ, SIG_IGN);
  if (const auto status = dp::open_standard_descriptors(); !status) return dp::cli::kFailed;
  return dp::cli::run_command_line(std::vector<std::string>(words + 1, words + count));
}
