// SPDX-License-Identifier: Apache-2.0
#include "dp_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <stdexcept>

extern char** environ;

namespace dp::test {

namespace {

std::string next_stem() {
  static std::atomic<int> number{0};
  return ".process-" + std::to_string(++number);
}

std::string shell_word(const std::string& text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

}  // namespace

DpProcess::DpProcess(const TemporaryFolder& folder, const std::vector<std::string>& arguments,
                     const std::string& input)
    : folder_(&folder), stem_(next_stem()) {
  folder.write(stem_ + ".in", input);
  std::string command =
      "cd " + shell_word(folder.path()) + " && exec " + shell_word(DP_PROGRAM);
  for (const auto& argument : arguments) command += " " + shell_word(argument);
  command += " < " + stem_ + ".in > " + stem_ + ".out 2> " + stem_ + ".err";
  const char* words[] = {"sh", "-c", command.c_str(), nullptr};
  if (::posix_spawn(&pid_, "/bin/sh", nullptr, nullptr, const_cast<char**>(words), environ) !=
      0)
    throw std::runtime_error("posix_spawn");
}

DpProcess::~DpProcess() {
  if (ended_) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, &status_, 0);
}

std::vector<int> DpProcess::workers() const {
  std::ifstream children("/proc/" + std::to_string(pid_) + "/task/" + std::to_string(pid_) +
                         "/children");
  std::vector<int> pids;
  for (int pid = 0; children >> pid;) pids.push_back(pid);
  return pids;
}

bool DpProcess::running() {
  if (!ended_) ended_ = ::waitpid(pid_, &status_, WNOHANG) == pid_;
  return !ended_;
}

Outcome DpProcess::wait() {
  if (!ended_) ::waitpid(pid_, &status_, 0);
  ended_ = true;
  Outcome outcome;
  outcome.exit_code = WIFSIGNALED(status_) ? 128 + WTERMSIG(status_) : WEXITSTATUS(status_);
  outcome.out = folder_->read(stem_ + ".out");
  outcome.err = folder_->read(stem_ + ".err");
  return outcome;
}

Outcome dp(const TemporaryFolder& folder, const std::vector<std::string>& arguments,
           const std::string& input) {
  return DpProcess(folder, arguments, input).wait();
}

}  // namespace dp::test
