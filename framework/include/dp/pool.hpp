// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <dp/codec.hpp>
#include <dp/detail/tasks.hpp>
#include <dp/result.hpp>
#include <exception>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// Let `function` be run by workers. At namespace scope, once, after its declaration:
///
///     std::uint64_t square(std::uint64_t x) { return x * x; }
///     DP_TASK(square);
///
/// A task for map takes one value; a task for reduce takes the sum so far and one value; an
/// initializer takes one or none. It may return a value, a dp::Result or nothing; an exception that
/// leaves it is its item's failure.
#define DP_TASK(function)                                                        \
  [[maybe_unused]] static const bool DP_CONCAT_(dp_task_registered_, __LINE__) = \
      ::dp::detail::add_task(::dp::detail::task_of<&(function)>(#function))

namespace dp {

/// How a Pool runs.
struct PoolOptions {
  /// Processes; 0: as many as CPU affinity, cgroup quota and RLIMIT_NOFILE allow.
  unsigned workers = 0;
  std::chrono::microseconds timeout{0};  ///< an item that takes longer is killed; 0: never
  std::uint64_t memory_bytes = 0;        ///< a worker that holds more is killed; 0: no limit
  std::uint64_t recycle_items = 0;       ///< a fresh worker after so many items; 0: never
};

/// How one map or reduce runs.
struct MapOptions {
  /// Items that a worker is handed at once. 0: measured, so that a chunk takes some
  /// milliseconds. Set it when the first items tell nothing about the others.
  std::size_t chunksize = 0;
};

/// What became of one item, with its place in the input.
template <class R>
struct Numbered {
  std::uint64_t index = 0;
  Result<R> result;
};

/// What a reduce gives: the combined value, and an error for each item that is not in it.
template <class S>
struct Reduced {
  S value;
  std::vector<Error> failed;
};

/// The results of a map, as they come. Goes through them once.
///
/// Law: one result an item. When the pool itself cannot go on (stopped, no workers), one last
///   result says why, and the items after it have none; status() tells the same.
/// Lifetime: within the Pool's and the items'. Dropping it early ends the work on the rest.
template <class R, bool kNumbered>
class Results {
 public:
  using value_type = std::conditional_t<kNumbered, Numbered<R>, Result<R>>;

  class iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using value_type = Results::value_type;
    using difference_type = std::ptrdiff_t;
    iterator() = default;
    explicit iterator(Results& results) : results_(&results) {}
    value_type& operator*() const { return *results_->current_; }
    value_type* operator->() const { return &*results_->current_; }
    iterator& operator++() {
      results_->advance();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return !results_->current_; }

   private:
    Results* results_ = nullptr;
  };

  explicit Results(std::unique_ptr<detail::Run> run) : run_(std::move(run)) {}

  iterator begin() {
    if (!current_) advance();
    return iterator(*this);
  }
  std::default_sentinel_t end() const { return {}; }
  /// Why the pool could not go on, if it could not.
  [[nodiscard]] const Status& status() const { return run_->status(); }

 private:
  void advance() {
    detail::Outcome outcome;
    current_.reset();
    if (!run_->next(outcome)) return;
    Result<R> result = detail::result_of<R>(outcome);
    if constexpr (kNumbered)
      current_.emplace(value_type{outcome.index, std::move(result)});
    else
      current_.emplace(std::move(result));
  }

  std::unique_ptr<detail::Run> run_;
  std::optional<value_type> current_;
};

/// Worker processes that do work over a list of items: what concurrent.futures'
/// ProcessPoolExecutor is to Python, for C++, except that it survives its workers.
///
///     int main() {
///       dp::Pool::worker_entry();  // as Python's  if __name__ == "__main__":
///       dp::Pool pool({.workers = 4});
///       for (auto& result : pool.map(square, numbers, {.chunksize = 64}))
///         if (result) std::cout << *result << '\n';
///     }
///
/// Law: an item that crashes, hangs or eats its memory costs that item: its result is an Error
///   that names it and what happened, and all others are done. A worker that is killed by
///   an external signal costs nothing. Tasks may run more than once for an item; one result counts.
/// Errors: none are thrown; see Results and status().
/// Threads: one thread uses a Pool, one map at a time; request_stop may be called from
///   anywhere. Workers end with the thread that made the pool: let it live as long.
class Pool {
 public:
  using Options = PoolOptions;

  /// Call it first in main: a process that a pool started as its worker serves it and ends
  /// here; any other returns at once.
  static void worker_entry();

  explicit Pool(const Options& options = {}) : Pool(options, nullptr, {}) {}
  /// Each worker calls `initializer`, a function named by DP_TASK, once before its first item, also
  /// when it replaces another: to open a database, to load a model. What it prepares lies in
  /// variables of the program, which tasks then use.
  ///     dp::Pool pool({.workers = 4}, load_model, "model.bin");
  /// Errors: when it fails or throws, the map ends with its reason as the last result.
  template <class R, class A>
  Pool(const Options& options, R (*initializer)(A),
       const std::type_identity_t<std::remove_cvref_t<A>>& argument)
      : Pool(options, detail::address_of(initializer), detail::bytes_of(argument)) {}
  template <class R>
  Pool(const Options& options, R (*initializer)())
      : Pool(options, detail::address_of(initializer), {}) {}
  Pool(Pool&&) noexcept;
  Pool& operator=(Pool&&) noexcept;
  /// Ends the workers.
  ~Pool();

  /// Whether the workers could be started: exhausted, io or invalid_argument (an initializer without
  /// DP_TASK) if not. map then gives that error.
  [[nodiscard]] const Status& status() const noexcept;
  [[nodiscard]] unsigned workers() const noexcept;
  /// End what is running: results that are not there yet become one last Error, `interrupted`.
  /// Async-signal-safe; a second call ends the workers at once.
  void request_stop() noexcept;

  /// Do `task` to every item, and give the results in the order of the items.
  ///
  /// `items`: any range, of any length, taken as needed, some thousand items ahead at most. An
  ///   lvalue must outlive the results; an rvalue is kept.
  template <class R, class A, class Items>
  auto map(R (*task)(A), Items&& items, const MapOptions& options = {}) {
    return Results<detail::Value<R>, false>(
        start(detail::address_of(task), detail::items_of<A>(std::forward<Items>(items)),
              options, true));
  }

  /// The same, each result as soon as it is there, with its item's number:
  ///     for (auto& [index, result] : pool.map_unordered(square, numbers))
  template <class R, class A, class Items>
  auto map_unordered(R (*task)(A), Items&& items, const MapOptions& options = {}) {
    return Results<detail::Value<R>, true>(
        start(detail::address_of(task), detail::items_of<A>(std::forward<Items>(items)),
              options, false));
  }

  /// Fold the items into one value: workers fold chunks, each from `zero`, with
  /// `sum = task(sum, item)`; this process joins the chunks' sums in input order with
  /// `sum = combine(sum, next)`.
  ///
  /// Law: the same value for any number of workers and any chunksize, if combine is
  ///   associative, zero changes nothing, and task(a, x) is combine(a, task(zero, x)).
  /// Errors: as status(). An item that fails is left out and named in `failed`.
  template <class S, class A, class Items, class Combine>
  Result<Reduced<S>> reduce(S (*task)(S, A), Items&& items, S zero, Combine combine,
                            const MapOptions& options = {}) {
    std::string start_bytes;
    Codec<S>::put(start_bytes, zero);
    const auto run =
        start(detail::address_of(task), detail::items_of<A>(std::forward<Items>(items)),
              options, true, &start_bytes);
    Reduced<S> out{std::move(zero), {}};
    for (detail::Outcome outcome; run->next(outcome);) {
      Result<S> part = detail::result_of<S>(outcome);
      if (part)
        out.value = combine(std::move(out.value), *std::move(part));
      else
        out.failed.push_back(std::move(part).error());
    }
    if (!run->status()) return tl::unexpected<Error>(run->status().error());
    return out;
  }

  class Impl;

 private:
  Pool(const Options& options, detail::Address initializer, const std::string& argument);
  std::unique_ptr<detail::Run> start(detail::Address task, std::unique_ptr<detail::Items> items,
                                     const MapOptions& options, bool ordered,
                                     const std::string* zero = nullptr);
  std::unique_ptr<Impl> impl_;
};

}  // namespace dp
