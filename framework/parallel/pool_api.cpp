// SPDX-License-Identifier: Apache-2.0
// dp::Pool, over dp::pool.
#include <unistd.h>

#include <cstdio>
#include <dp/pool.hpp>

#include "base/bytes.hpp"
#include "base/fd.hpp"
#include "parallel/task_handler.hpp"
#include "parallel/task_map.hpp"
#include "parallel/task_registry.hpp"
#include "pool/message.hpp"
#include "pool/pool.hpp"

namespace dp {

class Pool::Impl {
 public:
  Impl(const Options& options, std::string setup) {
    pool::Options wanted;
    wanted.setup = std::move(setup);
    wanted.workers = options.workers;
    wanted.timeout = options.timeout;
    // An initializer may take long; who wants limits says so.
    if (options.timeout.count() == 0) wanted.work_limits = {{}, {}, {}};
    wanted.memory_bytes = options.memory_bytes;
    wanted.recycle.items = options.recycle_items;
    auto started = pool::Pool::start(std::move(wanted));
    if (started)
      pool.emplace(*std::move(started));
    else
      status = tl::unexpected<Error>(std::move(started).error().within("dp::Pool"));
  }

  /// A pool that could not be made.
  explicit Impl(Error error) : status(tl::unexpected<Error>(std::move(error))) {}

  std::optional<pool::Pool> pool;
  Status status;
  bool busy = false;  ///< a map is under way
};

namespace {

using parallel::Piece;
using parallel::TaskMap;

/// The end of a map that could not begin: one error.
class NoRun final : public detail::Run {
 public:
  explicit NoRun(Error error) : status_(tl::unexpected<Error>(std::move(error))) {}
  bool next(detail::Outcome& outcome) override {
    if (std::exchange(told_, true)) return false;
    outcome = {0, {}, status_.error()};
    return true;
  }
  [[nodiscard]] const Status& status() const override { return status_; }

 private:
  Status status_;
  bool told_ = false;
};

/// Takes one outcome after another out of a piece.
class PieceReader {
 public:
  PieceReader(Piece piece, bool fold) : piece_(std::move(piece)), in_(piece_.bytes) {
    in_.get<std::uint64_t>();  // the time it took
    left_ = fold ? 1 : piece_.span.count;
  }
  PieceReader(const PieceReader&) = delete;
  PieceReader& operator=(const PieceReader&) = delete;

  bool next(detail::Outcome& outcome) {
    if (left_ == 0) return false;
    --left_;
    outcome = {at_ + piece_.span.first, {}, {}};
    ++at_;
    if (piece_.error) {
      outcome.error = piece_.error;
      return true;
    }
    const bool done = in_.get<std::uint8_t>() != 0;
    outcome.bytes = in_.text();
    if (!in_.ok())
      outcome.error = Error{Errc::corrupt, "the worker's result is not well formed"};
    else if (!done)
      outcome.error =
          pool::get_error(outcome.bytes).within("item " + std::to_string(outcome.index));
    return true;
  }

 private:
  Piece piece_;
  ByteReader in_;
  std::uint64_t at_ = 0, left_ = 0;
};

}  // namespace

/// A map that drives its pool as its results are asked for.
class PoolRun final : public detail::Run {
 public:
  PoolRun(Pool::Impl& impl, TaskMap::Spec spec, std::unique_ptr<detail::Items> items)
      : impl_(&impl), fold_(spec.fold), job_(std::move(spec), std::move(items)) {
    impl_->busy = true;
    impl_->pool->begin(job_);
  }
  ~PoolRun() override { leave(); }

  bool next(detail::Outcome& outcome) override {
    for (;;) {
      if (piece_ && piece_->next(outcome)) return true;
      piece_.reset();
      if (auto piece = job_.take()) {
        piece_.emplace(*std::move(piece), fold_);
        if (!ended_ && !go_on(false)) return tell(outcome);
      } else if (ended_) {
        leave();
        return false;
      } else if (!go_on(true)) {
        return tell(outcome);
      }
    }
  }
  [[nodiscard]] const Status& status() const override { return status_; }

 private:
  bool go_on(bool wait) {
    const Result<bool> more = impl_->pool->step(wait);
    if (!more) status_ = tl::unexpected<Error>(Error(more.error()).within("dp::Pool"));
    ended_ = !more || job_.finished();
    // Nothing was leased because the job was far enough ahead: it is not, any more.
    if (more && !*more && !ended_) impl_->pool->begin(job_);
    return bool(more);
  }
  bool tell(detail::Outcome& outcome) {
    piece_.reset();
    leave();
    outcome = {0, {}, status_.error()};
    return true;
  }
  void leave() noexcept {
    if (impl_ == nullptr) return;
    impl_->pool->abandon();
    impl_->busy = false;
    impl_ = nullptr;
  }

  Pool::Impl* impl_;
  bool fold_;
  TaskMap job_;
  std::optional<PieceReader> piece_;
  bool ended_ = false;
  Status status_;
};

void Pool::worker_entry() {
  if (!pool::is_worker()) return;
  parallel::TaskHandler handler;
  const int status = pool::run_worker(handler);
  std::fflush(nullptr);
  // Not exit(): the program's static objects were never meant to be used in this process.
  ::_exit(status);
}

Pool::Pool(const Options& options, detail::Address initializer, const std::string& argument) {
  if (pool::is_worker()) {
    // Going on would run the whole program again in each worker, pools and all.
    (void)write_full(2,
                     "dp::Pool: this process is a pool's worker, but its main did not call "
                     "dp::Pool::worker_entry() first\n");
    ::_exit(1);
  }
  std::string setup;
  if (initializer != nullptr) {
    const auto task = parallel::find_task(initializer);
    if (!task) {
      impl_ = std::make_unique<Impl>(task.error());
      return;
    }
    setup = parallel::initializer_setup((*task)->name, argument);
  }
  impl_ = std::make_unique<Impl>(options, std::move(setup));
}
Pool::Pool(Pool&&) noexcept = default;
Pool& Pool::operator=(Pool&&) noexcept = default;
Pool::~Pool() = default;

const Status& Pool::status() const noexcept { return impl_->status; }

unsigned Pool::workers() const noexcept { return impl_->pool ? impl_->pool->workers() : 0; }

void Pool::request_stop() noexcept {
  if (impl_->pool) impl_->pool->request_stop();
}

std::unique_ptr<detail::Run> Pool::start(detail::Address task,
                                         std::unique_ptr<detail::Items> items,
                                         const MapOptions& options, bool ordered,
                                         const std::string* zero) {
  if (!impl_->status) return std::make_unique<NoRun>(impl_->status.error());
  const auto found = parallel::find_task(task);
  if (!found) return std::make_unique<NoRun>(found.error());
  if (impl_->busy)
    return std::make_unique<NoRun>(
        Error{Errc::refused, "dp::Pool: another map's results are still in use"});
  TaskMap::Spec spec;
  spec.fold = zero != nullptr;
  spec.ordered = ordered;
  spec.task = (*found)->name;
  if (zero != nullptr) spec.zero = *zero;
  spec.chunksize = options.chunksize;
  spec.workers = impl_->pool->workers();
  return std::make_unique<PoolRun>(*impl_, std::move(spec), std::move(items));
}

}  // namespace dp
