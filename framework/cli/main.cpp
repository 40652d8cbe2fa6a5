// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "check/handler.hpp"
#include "cli/commands.hpp"
#include "pool/worker.hpp"

int main(int count, char** words) {
  if (dp::pool::is_worker()) {
    dp::check::Handler handler;
    return dp::pool::run_worker(handler);
  }
  return dp::cli::run_command_line(std::vector<std::string>(words + 1, words + count));
}
