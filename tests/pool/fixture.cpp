// SPDX-License-Identifier: Apache-2.0
#include "fixture.hpp"

#include <dirent.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <memory>

#include "pool/death.hpp"
#include "why.hpp"

namespace dp::test {

std::vector<std::string> numbers(std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(std::to_string(i));
  return out;
}

std::string square(const std::string& word) {
  const auto n = std::stoull(word);
  return std::to_string(n * n);
}

pool::Pool start_pool(pool::Options options) {
  auto pool = pool::Pool::start(std::move(options));
  BOOST_REQUIRE_MESSAGE(pool, dp::test::why(pool));
  return *std::move(pool);
}

SignalSender::SignalSender(std::vector<int> signals, int milliseconds, unsigned seed)
    : signals_(std::move(signals)), milliseconds_(milliseconds), random_(seed) {
  thread_ = std::thread([this] {
    while (!done_) {
      std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds_));
      send();
    }
  });
}

SignalSender::~SignalSender() {
  done_ = true;
  thread_.join();
}

void SignalSender::send() {
  const auto targets = children_of(::getpid());
  if (targets.empty() || done_) return;
  const int target = targets[random_() % targets.size()];
  const int signal = signals_[static_cast<std::size_t>(sent_) % signals_.size()];
  // A worker that has only just been started cannot tell a signal that was sent from a crash of its own.
  if (pool::own_fault(signal) && !signal_is(target, "SigCgt:", signal)) return;
  if (::kill(target, signal) != 0) return;
  ++sent_;
  if (signal != SIGSTOP) return;
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds_));
  ::kill(target, SIGCONT);
}

std::vector<int> children_of(int pid) {
  std::vector<int> out;
  const std::string tasks = "/proc/" + std::to_string(pid) + "/task";
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(tasks.c_str()), ::closedir);
  if (!folder) return out;
  while (const dirent* entry = ::readdir(folder.get())) {
    std::ifstream list(tasks + "/" + entry->d_name + "/children");
    for (int child = 0; list >> child;) out.push_back(child);
  }
  return out;
}

bool signal_is(int pid, const std::string& set, int signal) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(set))
      return (std::stoull(line.substr(set.size()), nullptr, 16) >> (signal - 1) & 1) != 0;
  return false;
}

bool is_gone(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (!std::getline(file, line)) return true;
  const auto end = line.rfind(')');
  return end != std::string::npos && line.size() > end + 2 && line[end + 2] == 'Z';
}

}  // namespace dp::test
