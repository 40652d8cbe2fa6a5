// SPDX-License-Identifier: Apache-2.0
// What the pool costs by itself: empty items, with all bookkeeping.
//
//   pool_bench items N CHUNK WORKERS    items a second through lease, run, commit
//   pool_bench deaths N WORKERS         time lost by each of N workers that die over an item
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/bytes.hpp"
#include "pool/pool.hpp"

namespace {

using dp::pool::Commit;
using dp::pool::Death;
using dp::pool::Lease;
using Clock = std::chrono::steady_clock;

/// Items are numbers; each gives itself, and a chunk the sum of its own.
class SumHandler final : public dp::pool::Handler {
 public:
  dp::Status start(dp::pool::Bytes) override { return {}; }
  dp::Result<Outcome> run(const dp::pool::Request& request, dp::pool::WorkerContext& context,
                          std::string& reply) override {
    dp::ByteReader in({request.bytes.data(), request.bytes.size()});
    const auto first = in.get<std::uint32_t>();
    const auto count = in.get<std::uint32_t>();
    std::uint64_t sum = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      context.report_position(i, 0, true);
      sum += first + i;
    }
    if (request.chunk % 2 == 0 && in.get<std::uint8_t>() != 0) std::abort();
    dp::ByteWriter(reply).put(sum);
    return Outcome::done;
  }
};

class SumJob final : public dp::pool::Job {
 public:
  SumJob(std::uint64_t items, std::uint32_t chunksize, std::uint64_t deaths)
      : items_(items), chunksize_(chunksize), deaths_(deaths) {}

  std::optional<Lease> next() override {
    if (at_ >= items_) return std::nullopt;
    Lease lease;
    lease.chunk = chunk_++;
    lease.items = std::min<std::uint64_t>(chunksize_, items_ - at_);
    const bool die = lease.chunk % 2 == 0 && lease.chunk / 2 < deaths_;
    lease.request.reserve(9);
    dp::ByteWriter(lease.request)
        .put(static_cast<std::uint32_t>(at_))
        .put(static_cast<std::uint32_t>(lease.items))
        .put(static_cast<std::uint8_t>(die ? 1 : 0));
    at_ += lease.items;
    return lease;
  }
  dp::Status commit(const Commit& commit) override {
    dp::ByteReader in({commit.bytes.data(), commit.bytes.size()});
    sum += in.get<std::uint64_t>();
    return in.finish("sum");
  }
  dp::Result<std::vector<Lease>> failed(std::uint64_t, const dp::Error& error) override {
    return dp::fail(error);
  }
  dp::Result<std::vector<Lease>> died(Lease lease, const Death&) override {
    lease.request.back() = 0;
    std::vector<Lease> again;
    again.push_back(std::move(lease));
    return again;
  }

  std::uint64_t sum = 0;

 private:
  std::uint64_t items_;
  std::uint32_t chunksize_;
  std::uint64_t deaths_;
  std::uint64_t at_ = 0, chunk_ = 0;
};

double seconds_of(dp::pool::Pool& pool, SumJob& job, std::uint64_t items) {
  const auto start = Clock::now();
  const auto status = pool.run(job);
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  if (!status || job.sum != items * (items - 1) / 2) {
    std::fprintf(stderr, "wrong: %s\n", status ? "sum" : status.error().message.c_str());
    std::exit(1);
  }
  return seconds;
}

dp::pool::Pool start(unsigned workers) {
  dp::pool::Options options;
  options.workers = workers;
  auto pool = dp::pool::Pool::start(options);
  if (pool) {  // the first round pays for the workers' start
    SumJob warm(workers * 1000, 1, 0);
    seconds_of(*pool, warm, workers * 1000);
    return *std::move(pool);
  }
  std::fprintf(stderr, "%s\n", pool.error().message.c_str());
  std::exit(1);
}

void bench_items(std::uint64_t items, std::uint32_t chunksize, unsigned workers) {
  dp::pool::Pool pool = start(workers);
  SumJob job(items, chunksize, 0);
  const double seconds = seconds_of(pool, job, items);
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  std::printf("items %llu chunksize %u workers %u: %.3f s, %.3f M items/s, runner %ld MiB\n",
              static_cast<unsigned long long>(items), chunksize, workers, seconds,
              static_cast<double>(items) / seconds / 1e6, usage.ru_maxrss / 1024);
}

void bench_deaths(std::uint64_t deaths, unsigned workers) {
  dp::pool::Pool pool = start(workers);
  const std::uint64_t items = 2 * deaths;
  SumJob calm(items, 1, 0), stormy(items, 1, deaths);
  const double without = seconds_of(pool, calm, items);
  const double with = seconds_of(pool, stormy, items);
  std::printf("deaths %llu workers %u: %.2f ms each\n", static_cast<unsigned long long>(deaths),
              workers, (with - without) / static_cast<double>(deaths) * 1e3);
}

}  // namespace

int main(int argc, char** argv) {
  if (dp::pool::is_worker()) {
    SumHandler handler;
    return dp::pool::run_worker(handler);
  }
  const std::string what = argc > 1 ? argv[1] : "";
  const auto number = [&](int i) { return std::strtoull(argv[i], nullptr, 10); };
  if (what == "items" && argc == 5)
    bench_items(number(2), static_cast<std::uint32_t>(number(3)),
                static_cast<unsigned>(number(4)));
  else if (what == "deaths" && argc == 4)
    bench_deaths(number(2), static_cast<unsigned>(number(3)));
  else
    return std::fprintf(stderr, "usage: pool_bench items N CHUNK WORKERS | deaths N WORKERS\n"),
           2;
  return 0;
}
