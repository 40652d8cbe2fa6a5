// SPDX-License-Identifier: Apache-2.0
#include "check/trials.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "pool/death.hpp"

namespace dp::check {

namespace {

/// Trials after one that broke a general law.
constexpr std::uint64_t kMoreTrials = 30;

/// The line in which a sanitizer says what it found, if there is one.
std::string sanitizer_summary(const std::string& words) {
  const auto at = words.find("SUMMARY: ");
  if (at == std::string::npos) return {};
  return "; " + printable(words.substr(at, words.find('\n', at) - at));
}

/// A death as a broken law: what it was, and in which call.
Fault fault_of(const pool::Death& death) {
  const auto call = call_name(static_cast<Call>(death.place & 0xff));
  std::string law = "crashes";
  if (death.limit == pool::Death::Limit::time) law = "hangs";
  if (death.limit == pool::Death::Limit::memory) law = "eats memory";
  return {law,
          "in " + std::string(call) + ": " + pool::describe(death) +
              sanitizer_summary(death.last_stderr),
          false};
}

class TrialJob final : public pool::Job {
 public:
  TrialJob(std::uint64_t count, const std::function<Trial(std::uint64_t)>& make)
      : last_(count), make_(&make) {}

  std::optional<pool::Lease> next() override {
    if (asked_ >= last_) return std::nullopt;
    pool::Lease lease;
    lease.chunk = asked_;
    lease.request = ask_trial((*make_)(asked_++));
    return lease;
  }
  Status commit(const pool::Commit& commit) override {
    DP_TRY(auto verdict, read_verdict({commit.bytes.data(), commit.bytes.size()}));
    trials_.rows += verdict.rows;
    trials_.rejects += verdict.rejects;
    if (!verdict.refused.empty()) {
      ++trials_.refused;
      trials_.why_refused = std::move(verdict.refused);
    } else {
      ++trials_.done;
    }
    if (verdict.fault) found(commit.chunks.front(), *std::move(verdict.fault), false);
    return {};
  }
  Result<std::vector<pool::Lease>> failed(std::uint64_t chunk, const Error& error) override {
    found(chunk, {"cannot be tried", error.message, false}, false);
    return std::vector<pool::Lease>{};
  }
  Result<std::vector<pool::Lease>> died(pool::Lease lease, const pool::Death& death) override {
    std::vector<pool::Lease> again;
    if (death.is_fault)
      found(lease.chunk, fault_of(death), true);
    else
      again.push_back(std::move(lease));
    return again;
  }

  Trials take() { return std::move(trials_); }

 private:
  /// Law: it does not matter which trials were under way when one broke a law.
  void found(std::uint64_t number, Fault fault, bool died) {
    if (number >= last_) return;
    last_ = fault.general ? std::min(last_, number + 1 + kMoreTrials) : number + 1;
    if (trials_.fault && fault.general) return;
    trials_.fault = std::move(fault);
    trials_.number = number;
    trials_.died = died;
  }

  std::uint64_t last_;  ///< the first trial that is not needed
  const std::function<Trial(std::uint64_t)>* make_;
  std::uint64_t asked_ = 0;
  Trials trials_;
};

}  // namespace

Result<Trials> run_trials(pool::Pool& pool, std::uint64_t count,
                          const std::function<Trial(std::uint64_t)>& make) {
  TrialJob job(count, make);
  DP_CHECK(pool.run(job));
  return job.take();
}

}  // namespace dp::check
