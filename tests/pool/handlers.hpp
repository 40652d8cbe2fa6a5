// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <signal.h>

#include <memory>
#include <string>

#include "pool/worker.hpp"

namespace dp::test {

/// A worker that has begun a chunk of words ignores this signal, which tests look for.
inline constexpr int kBegun = SIGUSR1;

/// Does what words say. A number gives its square; other words crash, hang and so on (see
/// handlers.cpp). Setup "words", or "words:" and options.
///
/// Request: a count, then as many words. Reply: as many results.
class WordsHandler : public pool::Handler {
 public:
  Status start(pool::Bytes setup) override;
  Result<Outcome> run(const pool::Request& request, pool::WorkerContext& context,
                      std::string& reply) override;

 private:
  Result<std::string> act(const std::string& word, pool::WorkerContext& context);
  std::string leak_;
};

/// Sums numbers over an epoch; wants to commit every `limit` chunks (0: never by itself).
/// Streams an empty part for chunks with an even number, so that both kinds meet in an epoch.
///
/// Request: first, end. Reply of an epoch: sum, count.
class SumHandler : public pool::Handler {
 public:
  /// `mode`: "sum:LIMIT", or "sum:LIMIT:CHUNK": refuses that chunk once, and its epoch with it.
  explicit SumHandler(const std::string& mode);
  Status start(pool::Bytes) override { return {}; }
  Result<Outcome> run(const pool::Request& request, pool::WorkerContext& context,
                      std::string& reply) override;
  bool wants_commit() override { return limit_ > 0 && chunks_ >= limit_; }
  Status commit(pool::WorkerContext& context, std::string& reply) override;

 private:
  std::uint64_t limit_ = 0, refused_ = 0;
  bool refuses_ = false;
  std::uint64_t chunks_ = 0, sum_ = 0, count_ = 0;
};

}  // namespace dp::test
