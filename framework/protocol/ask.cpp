// SPDX-License-Identifier: Apache-2.0
#include "protocol/ask.hpp"

#include "pool/death.hpp"
#include "pool/retry_policy.hpp"

namespace dp::protocol {

namespace {

class AskJob final : public pool::Job {
 public:
  AskJob(std::vector<std::string> requests, const CheckReply& check, pool::Timing timing)
      : requests_(std::move(requests)), check_(&check), timing_(timing) {
    answers_.resize(requests_.size(), fail(Errc::bug, "no answer"));
  }

  std::optional<pool::Lease> next() override {
    if (asked_ == requests_.size()) return std::nullopt;
    pool::Lease lease;
    lease.chunk = asked_;
    lease.timing = timing_;
    lease.request = std::move(requests_[asked_]);
    ++asked_;
    return lease;
  }
  Status commit(const pool::Commit& commit) override {
    if (*check_) DP_CHECK((*check_)(commit.worker, {commit.bytes.data(), commit.bytes.size()}));
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
    const bool hangs = death.limit == pool::Death::Limit::time;
    if (death.faults < pool::kMostFaults && !hangs)
      again.push_back(std::move(lease));
    else
      answers_.at(lease.chunk) = fail(pool::error_of(death));
    return again;
  }

  std::vector<Result<std::string>> take() { return std::move(answers_); }

 private:
  std::vector<std::string> requests_;
  const CheckReply* check_;
  pool::Timing timing_;
  std::vector<Result<std::string>> answers_;
  std::size_t asked_ = 0;
};

}  // namespace

Result<std::vector<Result<std::string>>> ask_bytes(pool::Pool& pool,
                                                   std::vector<std::string> requests,
                                                   const CheckReply& check,
                                                   pool::Timing timing) {
  AskJob job(std::move(requests), check, timing);
  DP_CHECK(pool.run(job));
  return job.take();
}

}  // namespace dp::protocol
