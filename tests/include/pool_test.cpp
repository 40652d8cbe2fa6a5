// SPDX-License-Identifier: Apache-2.0
// The templates of dp/pool.hpp over a pool without processes, which this file defines: it runs the
// tasks at once, in the test itself. tests/parallel/pool_api_test.cpp runs the real one.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <deque>
#include <dp/pool.hpp>
#include <list>
#include <map>
#include <stdexcept>

namespace {

using dp::Errc;
using dp::Error;
using dp::Status;
using Strings = std::vector<std::string>;

std::vector<dp::detail::Task>& registered() {
  static std::vector<dp::detail::Task> tasks;
  return tasks;
}
const dp::detail::Task* find_task(dp::detail::Address address) {
  for (const auto& task : registered())
    if (task.address == address) return &task;
  return nullptr;
}

/// What the pool was last asked for, and what a case tells it to do.
struct Asked {
  std::size_t chunksize = 0;
  bool ordered = false;
  std::size_t items = 0;
  std::string initializer;
  std::string argument;
  bool broken = false;           ///< the pool cannot go on after two outcomes
  std::string spoiled = "none";  ///< bytes of every outcome, if not "none"
  bool ended = false;            ///< the run was let go of
};
Asked asked;

class AtOnce final : public dp::detail::Run {
 public:
  ~AtOnce() override { asked.ended = true; }
  void add(std::uint64_t index, const Status& status, std::string bytes) {
    if (asked.spoiled != "none") bytes = asked.spoiled;
    outcomes.push_back({index, status, std::move(bytes)});
  }
  bool next(dp::detail::Outcome& outcome) override {
    if (given == outcomes.size()) return false;
    if (asked.broken && given == 2) {
      status_ = dp::fail(Errc::interrupted, "stopped");
      outcome = {outcomes[given].index, {}, status_.error()};
      given = outcomes.size();
      return true;
    }
    const auto& one = outcomes[given++];
    outcome = {one.index, one.bytes, std::nullopt};
    if (!one.status) outcome.error = one.status.error();
    return true;
  }
  [[nodiscard]] const Status& status() const override { return status_; }

  struct One {
    std::uint64_t index;
    Status status;
    std::string bytes;
  };
  std::deque<One> outcomes;
  std::size_t given = 0;
  Status status_;
};

class Chunk final : public dp::detail::ChunkItems {
 public:
  Chunk(const Strings& items, std::size_t begin, std::size_t end)
      : items_(&items), at_(begin), end_(end) {}
  bool next(std::string_view& item) override {
    if (at_ == end_) return false;
    item = (*items_)[at_++];
    return true;
  }

 private:
  const Strings* items_;
  std::size_t at_;
  std::size_t end_;
};

}  // namespace

bool dp::detail::add_task(const Task& task) {
  registered().push_back(task);
  return true;
}

class dp::Pool::Impl {
 public:
  Status status;
};

dp::Pool::Pool(const Options&, detail::Address initializer, const std::string& argument)
    : impl_(std::make_unique<Impl>()) {
  asked = {};
  if (initializer == nullptr) return;
  const auto* task = find_task(initializer);
  asked.initializer = task == nullptr ? "unknown" : task->name;
  asked.argument = argument;
}
dp::Pool::~Pool() = default;

std::unique_ptr<dp::detail::Run> dp::Pool::start(detail::Address address,
                                                 std::unique_ptr<detail::Items> items,
                                                 const MapOptions& options, bool ordered,
                                                 const std::string* zero) {
  asked.chunksize = options.chunksize;
  asked.ordered = ordered;
  Strings list;
  for (std::string bytes; items->next(bytes); bytes.clear()) list.push_back(bytes);
  asked.items = list.size();
  const auto* task = find_task(address);
  BOOST_REQUIRE(task != nullptr);
  auto run = std::make_unique<AtOnce>();
  const std::size_t step = zero == nullptr ? 1 : std::max<std::size_t>(1, options.chunksize);
  for (std::size_t at = 0; at < list.size(); at += step) {
    std::string bytes;
    Chunk chunk(list, at, std::min(at + step, list.size()));
    const auto status =
        zero == nullptr ? task->map(list[at], bytes) : task->fold(*zero, chunk, bytes);
    run->add(at, status, std::move(bytes));
  }
  if (!ordered) std::reverse(run->outcomes.begin(), run->outcomes.end());
  return run;
}

namespace {

std::uint64_t square(std::uint64_t x) { return x * x; }
DP_TASK(square);

dp::Result<std::string> name_of(int n) {
  if (n < 0) return dp::fail(Errc::not_found, "no name for " + std::to_string(n));
  return "n" + std::to_string(n);
}
DP_TASK(name_of);

void check(int n) {
  if (n == 3) throw std::runtime_error("three");
}
DP_TASK(check);

std::string join(std::string so_far, const std::string& word) {
  if (word == "bad") throw std::runtime_error("a bad word");
  return so_far + word;
}
DP_TASK(join);

void load(const std::string& /*name*/) {}
DP_TASK(load);
void load_default() {}
DP_TASK(load_default);

const std::string kMalformed =
    "its bytes are not well formed: do put and get of its Codec match?";

}  // namespace

BOOST_AUTO_TEST_SUITE(pool)

BOOST_AUTO_TEST_CASE(dp_task_registers_a_function_under_its_name) {
  const auto* task = find_task(dp::detail::address_of(&square));
  BOOST_REQUIRE(task != nullptr);
  BOOST_TEST(task->name == std::string("square"));
  BOOST_TEST(find_task(dp::detail::address_of(&join))->name == std::string("join"));
}

BOOST_AUTO_TEST_CASE(options_are_automatic_and_without_limits_at_first) {
  const dp::PoolOptions options;
  BOOST_TEST(options.workers == 0U);
  BOOST_TEST(options.timeout.count() == 0);
  BOOST_TEST(options.memory_bytes == 0U);
  BOOST_TEST(options.recycle_items == 0U);
  BOOST_TEST(dp::MapOptions{}.chunksize == 0U);
}

BOOST_AUTO_TEST_CASE(a_map_gives_one_result_for_each_item_in_order) {
  dp::Pool pool;
  const std::list<int> numbers{4, 5, 6};
  std::vector<std::uint64_t> squares;
  for (auto& result : pool.map(square, numbers, {.chunksize = 9})) squares.push_back(*result);
  BOOST_TEST(squares == (std::vector<std::uint64_t>{16, 25, 36}),
             boost::test_tools::per_element());
  BOOST_TEST(asked.chunksize == 9U);
  BOOST_TEST(asked.ordered);
  BOOST_TEST(asked.items == 3U);
}

BOOST_AUTO_TEST_CASE(a_map_over_nothing_has_no_results) {
  dp::Pool pool;
  auto results = pool.map(square, std::vector<std::uint64_t>{});
  BOOST_TEST((results.begin() == results.end()));
  BOOST_TEST(results.status().has_value());
}

BOOST_AUTO_TEST_CASE(a_task_that_returns_a_result_gives_its_value_or_its_error) {
  dp::Pool pool;
  auto results = pool.map(name_of, std::vector<int>{7, -1});
  static_assert(std::is_same_v<decltype(results)::value_type, dp::Result<std::string>>);
  auto at = results.begin();
  BOOST_TEST(at->value() == "n7");
  ++at;
  BOOST_REQUIRE(!*at);
  BOOST_TEST((at->error().code == Errc::not_found));
  BOOST_TEST(at->error().message == "no name for -1");
  at++;
  BOOST_TEST((at == results.end()));
}

BOOST_AUTO_TEST_CASE(a_task_without_a_value_gives_success_or_why_not) {
  dp::Pool pool;
  Strings said;
  for (auto& result : pool.map(check, std::vector<int>{2, 3}))
    said.push_back(result ? "ok" : result.error().message);
  BOOST_TEST(said == (Strings{"ok", "three"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(unordered_results_bear_the_numbers_of_their_items) {
  dp::Pool pool;
  std::map<std::uint64_t, std::uint64_t> squares;
  std::uint64_t first = 0;
  for (auto& [index, result] : pool.map_unordered(square, std::vector<int>{4, 5, 6})) {
    if (squares.empty()) first = index;
    squares[index] = *result;
  }
  BOOST_TEST((squares == std::map<std::uint64_t, std::uint64_t>{{0, 16}, {1, 25}, {2, 36}}));
  BOOST_TEST(first == 2U);
  BOOST_TEST(!asked.ordered);
}

BOOST_AUTO_TEST_CASE(results_go_on_where_they_were_left) {
  dp::Pool pool;
  auto results = pool.map(square, std::vector<int>{1, 2, 3});
  BOOST_TEST(**results.begin() == 1U);
  BOOST_TEST(**results.begin() == 1U);  // looking again passes nothing over
  ++results.begin();
  BOOST_TEST(**results.begin() == 4U);
}

BOOST_AUTO_TEST_CASE(results_that_are_dropped_end_the_run) {
  dp::Pool pool;
  {
    auto results = pool.map(square, std::vector<int>{1, 2, 3});
    BOOST_TEST(**results.begin() == 1U);
    BOOST_TEST(!asked.ended);
  }
  BOOST_TEST(asked.ended);
}

BOOST_AUTO_TEST_CASE(a_pool_that_cannot_go_on_says_so_in_the_last_result_and_the_status) {
  dp::Pool pool;
  asked.broken = true;
  auto results = pool.map(square, std::vector<int>{1, 2, 3, 4});
  Strings said;
  for (auto& result : results)
    said.push_back(result ? std::to_string(*result) : result.error().message);
  BOOST_TEST(said == (Strings{"1", "4", "stopped"}), boost::test_tools::per_element());
  BOOST_REQUIRE(!results.status());
  BOOST_TEST((results.status().error().code == Errc::interrupted));
}

BOOST_AUTO_TEST_CASE(a_result_whose_bytes_are_no_value_is_an_error_that_names_its_item) {
  dp::Pool pool;
  asked.spoiled = "abc";
  auto results = pool.map(square, std::vector<int>{1});
  BOOST_REQUIRE(!*results.begin());
  BOOST_TEST(results.begin()->error().message == "result of item 0: " + kMalformed);
}

BOOST_AUTO_TEST_CASE(a_reduce_joins_the_sums_of_chunks_in_input_order) {
  dp::Pool pool;
  for (const std::size_t chunksize : {1U, 2U, 5U}) {
    const auto joined =
        pool.reduce(join, Strings{"a", "b", "c", "d", "e"}, std::string(),
                    [](std::string sum, const std::string& next) { return sum + next; },
                    {.chunksize = chunksize});
    BOOST_REQUIRE(joined);
    BOOST_TEST(joined->value == "abcde");
    BOOST_TEST(joined->failed.empty());
    BOOST_TEST(asked.ordered);
    BOOST_TEST(asked.chunksize == chunksize);
  }
}

BOOST_AUTO_TEST_CASE(a_reduce_over_nothing_is_zero) {
  dp::Pool pool;
  const auto joined = pool.reduce(join, Strings{}, std::string("zero"), std::plus<>());
  BOOST_TEST(joined.value().value == "zero");
}

BOOST_AUTO_TEST_CASE(what_fails_in_a_reduce_is_left_out_and_named) {
  dp::Pool pool;
  const auto joined = pool.reduce(join, Strings{"a", "bad", "c"}, std::string(), std::plus<>(),
                                  {.chunksize = 1});
  BOOST_REQUIRE(joined);
  BOOST_TEST(joined->value == "ac");
  BOOST_REQUIRE(joined->failed.size() == 1U);
  BOOST_TEST((joined->failed[0].code == Errc::task_failed));
  BOOST_TEST(joined->failed[0].message == "a bad word");
}

BOOST_AUTO_TEST_CASE(a_reduce_that_cannot_go_on_is_an_error) {
  dp::Pool pool;
  asked.broken = true;
  const auto joined =
      pool.reduce(join, Strings{"a", "b", "c"}, std::string(), std::plus<>(), {.chunksize = 1});
  BOOST_REQUIRE(!joined);
  BOOST_TEST((joined.error().code == Errc::interrupted));
  BOOST_TEST(joined.error().message == "stopped");
}

BOOST_AUTO_TEST_CASE(an_initializer_goes_with_the_bytes_of_its_argument) {
  {
    const dp::Pool pool;
    BOOST_TEST(asked.initializer == "");
  }
  {
    const dp::Pool pool({.workers = 1}, load, "model.bin");
    BOOST_TEST(asked.initializer == "load");
    BOOST_TEST(asked.argument == dp::detail::bytes_of(std::string("model.bin")));
  }
  {
    const dp::Pool pool({}, load_default);
    BOOST_TEST(asked.initializer == "load_default");
    BOOST_TEST(asked.argument == "");
  }
}

BOOST_AUTO_TEST_SUITE_END()
