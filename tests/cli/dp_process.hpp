// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "temporary.hpp"

namespace dp::test {

/// How a dp command ended.
struct Outcome {
  int exit_code = -1;  ///< 128 + signal if a signal ended it
  std::string out;
  std::string err;
};

/// A dp command at work.
class DpProcess {
 public:
  /// Start `dp ARGUMENTS...` in `folder`, with standard input from `input`.
  DpProcess(const TemporaryFolder& folder, const std::vector<std::string>& arguments,
            const std::string& input = {});
  DpProcess(const DpProcess&) = delete;
  DpProcess& operator=(const DpProcess&) = delete;
  ~DpProcess();

  [[nodiscard]] int pid() const noexcept { return pid_; }
  /// Process ids of its workers now.
  [[nodiscard]] std::vector<int> workers() const;
  [[nodiscard]] bool running();
  /// Wait for its end.
  Outcome wait();

 private:
  const TemporaryFolder* folder_;
  std::string stem_;
  int pid_ = -1;
  int status_ = 0;
  bool ended_ = false;
};

/// Run a dp command to its end.
Outcome dp(const TemporaryFolder& folder, const std::vector<std::string>& arguments,
           const std::string& input = {});

}  // namespace dp::test
