// SPDX-License-Identifier: Apache-2.0
// A runner as a process of its own, for tests that kill it or take its resources away.
#include <sys/resource.h>
#include <unistd.h>

#include <iostream>
#include <string>

#include "jobs.hpp"

namespace {

/// runner_main MODE WORD WORKERS: do WORD a thousand times.
int run_words(const std::string& mode, const std::string& word, unsigned workers) {
  auto pool = dp::pool::Pool::start(dp::test::worker_options(mode, workers));
  if (!pool) {
    std::cerr << pool.error().message << '\n';
    return 1;
  }
  dp::test::WordsJob job(std::vector<std::string>(1000, word), 1);
  return pool->run(job) ? 0 : 1;
}

/// As a user who may have no more processes: 0 when that is what the error says.
int run_without_processes() {
  constexpr uid_t kNobody = 65534;
  if (::geteuid() == 0 && ::setresuid(kNobody, kNobody, kNobody) != 0) return 2;
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_NPROC, &none);
  const auto pool = dp::pool::Pool::start(dp::test::worker_options("words", 2));
  if (pool) return 3;
  const bool named =
      pool.error().message.find("RLIMIT_NPROC (ulimit -u) is 0") != std::string::npos;
  if (!named) std::cerr << pool.error().message << '\n';
  return named && pool.error().code == dp::Errc::exhausted ? 0 : 4;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::string(argv[1]) == "no-processes") return run_without_processes();
  if (argc != 4) return 2;
  return run_words(argv[1], argv[2], static_cast<unsigned>(std::stoul(argv[3])));
}
