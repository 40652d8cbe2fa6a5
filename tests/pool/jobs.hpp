// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "parallel/item_retry.hpp"
#include "pool/pool.hpp"

namespace dp::test {

/// Options that start the test worker (worker_main.cpp) in `mode`.
pool::Options worker_options(const std::string& mode, unsigned workers);

/// Have every item of a list of words done by the test worker; keep each one's result.
class WordsJob : public pool::Job {
 public:
  WordsJob(std::vector<std::string> words, std::size_t chunksize);

  std::optional<pool::Lease> next() override;
  Status commit(const pool::Commit& commit) override;
  Result<std::vector<pool::Lease>> failed(std::uint64_t chunk, const Error& error) override;
  Result<std::vector<pool::Lease>> died(pool::Lease lease, const pool::Death& death) override;
  void tick() override {
    if (on_tick) on_tick();
  }

  /// Results by item; every item's number of results must be one, or its error be set.
  std::vector<std::vector<std::string>> results;
  std::map<std::uint64_t, Error> lost;  ///< items given up
  std::vector<pool::Death> deaths;
  std::vector<Error> failures;
  std::function<void()> on_tick;
  std::function<Status(const pool::Commit&)> on_commit;
  std::uint64_t commits = 0;

  /// True when each item has exactly one result, `expected(word)`, or is in `lost`.
  [[nodiscard]] bool complete(
      const std::function<std::string(const std::string&)>& expected) const;

 private:
  pool::Lease lease_of(parallel::Span span);

  std::vector<std::string> words_;
  std::size_t chunksize_;
  std::uint64_t at_ = 0;
  std::uint64_t next_chunk_ = 0;
  std::map<std::uint64_t, parallel::Span> spans_;  ///< by chunk
  parallel::ItemRetry retry_;
};

/// Have numbers summed by workers that hold their sums over many chunks.
class SumJob : public pool::Job {
 public:
  SumJob(std::uint64_t numbers, std::size_t chunksize)
      : numbers_(numbers), chunksize_(chunksize) {}

  std::optional<pool::Lease> next() override;
  void held(std::uint64_t chunk) override {
    if (on_held) on_held(chunk);
  }
  Status commit(const pool::Commit& commit) override;
  Result<std::vector<pool::Lease>> failed(std::uint64_t chunk, const Error& error) override;
  Result<std::vector<pool::Lease>> died(pool::Lease lease, const pool::Death& death) override;

  std::uint64_t sum = 0, count = 0;
  std::map<std::uint64_t, int> committed;  ///< times, by chunk
  std::map<std::uint64_t, int> streamed;
  std::uint64_t epochs = 0;
  std::size_t deaths = 0, failures = 0;
  std::function<void(std::uint64_t chunk)> on_held;

  [[nodiscard]] bool each_chunk_once() const;

 private:
  pool::Lease lease_of(std::uint64_t chunk) const;

  std::uint64_t numbers_;
  std::size_t chunksize_;
  std::uint64_t next_chunk_ = 0;
};

}  // namespace dp::test
