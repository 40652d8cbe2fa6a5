// SPDX-License-Identifier: Apache-2.0
#include "protocol/ask.hpp"

#include <cstring>

#include "base/text.hpp"
#include "base/units.hpp"

namespace dp::protocol {

namespace {

constexpr unsigned kTries = 2;
constexpr unsigned kOutsideTries = 20;

class AskJob final : public pool::Job {
 public:
  explicit AskJob(std::vector<std::string> requests) : requests_(std::move(requests)) {
    answers_.resize(requests_.size(), fail(Errc::bug, "no answer"));
  }

  std::optional<pool::Lease> next() override {
    if (asked_ == requests_.size()) return std::nullopt;
    pool::Lease lease;
    lease.chunk = asked_;
    lease.request = std::move(requests_[asked_]);
    ++asked_;
    return lease;
  }
  Status commit(const pool::Commit& commit) override {
    for (const auto chunk : commit.chunks)
      answers_.at(chunk) = std::string(commit.bytes.begin(), commit.bytes.end());
    return {};
  }
  Result<std::vector<pool::Lease>> failed(std::uint64_t chunk, const Error& error) override {
    answers_.at(chunk) = fail(error);
    return std::vector<pool::Lease>{};
  }
  Result<std::vector<pool::Lease>> died(pool::Lease lease, const pool::Death& death) override {
    std::vector<pool::Lease> again;
    if (death.strikes < kTries && death.deaths < kOutsideTries)
      again.push_back(std::move(lease));
    else
      answers_.at(lease.chunk) = fail(code_of(death), describe(death));
    return again;
  }

  std::vector<Result<std::string>> take() { return std::move(answers_); }

 private:
  std::vector<std::string> requests_;
  std::vector<Result<std::string>> answers_;
  std::size_t asked_ = 0;
};

}  // namespace

Result<std::vector<Result<std::string>>> ask(pool::Pool& pool,
                                             std::vector<std::string> requests) {
  AskJob job(std::move(requests));
  DP_CHECK(pool.run(job));
  return job.take();
}

std::string describe(const pool::Death& death) {
  std::string text = "the worker ";
  if (death.timed_out) {
    text += "ran past its time limit";
  } else if (death.out_of_memory) {
    text += "passed its memory limit";
  } else if (death.signal != 0) {
    const char* name = sigdescr_np(death.signal);
    text += "was killed by signal " + std::to_string(death.signal) + " (" +
            (name == nullptr ? "unknown" : name) + ")";
  } else {
    text += "ended with exit status " + std::to_string(death.exit_status);
  }
  if (death.peak_rss_bytes != 0)
    text += ", peak memory " + format_size(static_cast<double>(death.peak_rss_bytes));
  const auto last = death.last_stderr.find_last_not_of("\r\n ");
  if (last == std::string::npos) return text;
  auto words = death.last_stderr.substr(0, last + 1);
  words.erase(0, words.rfind('\n') + 1);
  return text + ", its last words: " + printable(words);
}

Errc code_of(const pool::Death& death) noexcept {
  if (death.timed_out) return Errc::timed_out;
  if (death.out_of_memory) return Errc::out_of_memory;
  return Errc::worker_died;
}

}  // namespace dp::protocol
