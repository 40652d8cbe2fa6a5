// SPDX-License-Identifier: Apache-2.0
#include "pool/pool.hpp"

#include "pool/runner.hpp"

namespace dp::pool {

Pool::Pool(std::unique_ptr<Runner> runner) : runner_(std::move(runner)) {}
Pool::Pool(Pool&&) noexcept = default;
Pool& Pool::operator=(Pool&&) noexcept = default;
Pool::~Pool() = default;

Result<Pool> Pool::start(Options options) {
  auto runner = std::make_unique<Runner>(std::move(options));
  DP_CHECK(runner->open());
  return Pool(std::move(runner));
}

Status Pool::run(Job& job) {
  runner_->begin(job);
  for (;;) {
    const Result<bool> more = runner_->step();
    if (more && *more) continue;
    runner_->abandon();
    if (!more) return tl::unexpected(more.error());
    return {};
  }
}

void Pool::begin(Job& job) { runner_->begin(job); }
Result<bool> Pool::step(bool wait) { return runner_->step(wait); }
void Pool::abandon() noexcept { runner_->abandon(); }
void Pool::request_stop() noexcept { runner_->request_stop(); }

unsigned Pool::workers() const noexcept {
  return static_cast<unsigned>(runner_->state().slots.size());
}

const Stats& Pool::stats() const noexcept { return runner_->state().stats; }

std::vector<int> Pool::pids() const {
  std::vector<int> out;
  for (const auto& slot : runner_->state().slots)
    if (slot->process.running()) out.push_back(slot->process.pid());
  return out;
}

Status Pool::load(const StoreRange& range, std::string& out) const {
  const Stores& stores = *runner_->state().stores;
  DP_CHECK(stores.check(range));
  return read_store(stores.descriptor(range.store), range, out);
}

Status Pool::check(unsigned worker, const StoreRange& range) const {
  if (runner_->state().options.threads) return {};
  if (range.store != worker)
    return fail(Errc::corrupt, "worker " + std::to_string(worker) + " stored bytes in store " +
                                   std::to_string(range.store));
  return check(range);
}

Status Pool::check(const StoreRange& range) const {
  return runner_->state().stores->check(range);
}

void Pool::free(const StoreRange& range) noexcept { runner_->state().stores->free(range); }

int Pool::store_descriptor(unsigned store) const noexcept {
  return runner_->state().stores->descriptor(store);
}

}  // namespace dp::pool
