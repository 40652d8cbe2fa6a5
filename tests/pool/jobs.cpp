// SPDX-License-Identifier: Apache-2.0
#include "jobs.hpp"

#include <algorithm>

namespace dp::test {

using parallel::Span;
using pool::Commit;
using pool::Death;
using pool::Lease;

pool::Options worker_options(const std::string& mode, unsigned workers) {
  pool::Options options;
  options.command = {DP_TEST_WORKER};
  options.setup = mode;
  options.workers = workers;
  return options;
}

WordsJob::WordsJob(std::vector<std::string> words, std::size_t chunksize)
    : results(words.size()), words_(std::move(words)), chunksize_(chunksize) {}

Lease WordsJob::lease_of(Span span) {
  Lease lease;
  lease.chunk = next_chunk_++;
  lease.items = span.count;
  ByteWriter out(lease.request);
  out.put(span.count);
  for (std::uint64_t i = 0; i < span.count; ++i) out.put(words_[span.first + i]);
  spans_[lease.chunk] = span;
  return lease;
}

std::optional<Lease> WordsJob::next() {
  if (at_ == words_.size()) return std::nullopt;
  const Span span{at_, std::min<std::uint64_t>(chunksize_, words_.size() - at_)};
  at_ += span.count;
  return lease_of(span);
}

Status WordsJob::commit(const Commit& commit) {
  ++commits;
  if (on_commit) DP_CHECK(on_commit(commit));
  for (const std::uint64_t chunk : commit.chunks) {
    const Span span = spans_.at(chunk);
    ByteReader in({commit.bytes.data(), commit.bytes.size()});
    for (std::uint64_t i = 0; i < span.count; ++i)
      results[span.first + i].emplace_back(in.text());
    DP_CHECK(in.finish("result"));
  }
  return {};
}

Result<std::vector<Lease>> WordsJob::failed(std::uint64_t chunk, const Error& error) {
  failures.push_back(error);
  const Span span = spans_.at(chunk);
  for (std::uint64_t i = 0; i < span.count; ++i) lost[span.first + i] = error;
  return std::vector<Lease>{};
}

Result<std::vector<Lease>> WordsJob::died(Lease lease, const Death& death) {
  deaths.push_back(death);
  const auto verdict = retry_.died(spans_.at(lease.chunk), death);
  if (verdict.lost) lost[*verdict.lost] = verdict.error;
  std::vector<Lease> again;
  for (const Span span : verdict.again) again.push_back(lease_of(span));
  return again;
}

bool WordsJob::complete(const std::function<std::string(const std::string&)>& expected) const {
  for (std::size_t i = 0; i < results.size(); ++i) {
    const bool given_up = lost.count(i) > 0;
    if (results[i].size() != (given_up ? 0 : 1)) return false;
    if (!given_up && results[i][0] != expected(words_[i])) return false;
  }
  return true;
}

Lease SumJob::lease_of(std::uint64_t chunk) const {
  Lease lease;
  lease.chunk = chunk;
  const std::uint64_t first = chunk * chunksize_;
  lease.items = std::min<std::uint64_t>(chunksize_, numbers_ - first);
  ByteWriter(lease.request).put(first).put(first + lease.items);
  return lease;
}

std::optional<Lease> SumJob::next() {
  if (next_chunk_ * chunksize_ >= numbers_) return std::nullopt;
  return lease_of(next_chunk_++);
}

Status SumJob::commit(const Commit& commit) {
  auto& seen = commit.part == pool::kStream ? streamed : committed;
  for (const std::uint64_t chunk : commit.chunks) ++seen[chunk];
  if (commit.part == pool::kStream) return {};
  ++epochs;
  ByteReader in({commit.bytes.data(), commit.bytes.size()});
  sum += in.get<std::uint64_t>();
  count += in.get<std::uint64_t>();
  return in.finish("sum");
}

Result<std::vector<Lease>> SumJob::failed(std::uint64_t chunk, const Error&) {
  ++failures;
  Lease again = lease_of(chunk);
  if (streamed[chunk] > 0) again.parts = pool::kState;
  std::vector<Lease> leases;
  leases.push_back(std::move(again));
  return leases;
}

Result<std::vector<Lease>> SumJob::died(Lease lease, const Death&) {
  ++deaths;
  std::vector<Lease> again;
  again.push_back(std::move(lease));
  return again;
}

bool SumJob::each_chunk_once() const {
  const std::uint64_t chunks = (numbers_ + chunksize_ - 1) / chunksize_;
  if (committed.size() != chunks || streamed.size() != chunks) return false;
  for (const auto* seen : {&committed, &streamed})
    for (const auto& [chunk, times] : *seen)
      if (times != 1) return false;
  return true;
}

}  // namespace dp::test
