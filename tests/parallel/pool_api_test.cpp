// SPDX-License-Identifier: Apache-2.0
// dp::Pool as a program uses it: its workers are this program (main.cpp).
#include <signal.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <dp/pool.hpp>
#include <filesystem>
#include <functional>
#include <iterator>
#include <list>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

struct Point {
  std::string name;
  int x = 0;
};

template <>
struct dp::Codec<Point> {
  static void put(std::string& out, const Point& point) {
    Codec<std::string>::put(out, point.name);
    Codec<int>::put(out, point.x);
  }
  static bool get(std::string_view& in, Point& point) {
    return Codec<std::string>::get(in, point.name) && Codec<int>::get(in, point.x);
  }
};

namespace {

std::uint64_t square(std::uint64_t x) { return x * x; }
DP_TASK(square);

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}
DP_TASK(upper);

std::vector<std::pair<int, std::string>> twice(const Point& point) {
  return {{point.x, point.name}, {point.x * 2, point.name + point.name}};
}
DP_TASK(twice);

dp::Result<int> half(int n) {
  if (n % 2 != 0) return dp::fail(dp::Errc::task_failed, std::to_string(n) + " is odd");
  return n / 2;
}
DP_TASK(half);

void check(int n) {
  if (n == 3) throw std::runtime_error("three");
}
DP_TASK(check);

int fragile(int n) {
  if (n == 500) std::abort();
  if (n == 700) ::raise(SIGSEGV);
  if (n == 900) ::_exit(0);
  return n + 1;
}
DP_TASK(fragile);

int sleepy(int n) {
  if (n == 5) std::this_thread::sleep_for(std::chrono::hours(1));
  return n;
}
DP_TASK(sleepy);

int not_a_task(int n) { return n; }

std::string join(std::string so_far, int n) {
  if (n == 77) throw std::runtime_error("no 77");
  if (n == 150) std::abort();
  return so_far + std::to_string(n) + ' ';
}
DP_TASK(join);

std::vector<int> up_to(int end) {
  std::vector<int> out(static_cast<std::size_t>(end));
  std::iota(out.begin(), out.end(), 0);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pool_api)

BOOST_AUTO_TEST_CASE(results_come_in_the_order_of_the_items) {
  dp::Pool pool({.workers = 3});
  BOOST_REQUIRE(pool.status().has_value());
  for (const std::size_t chunksize : {0U, 1U, 7U, 100'000U}) {
    std::list<std::uint64_t> items;
    for (std::uint64_t i = 0; i < 5000; ++i) items.push_back(i);
    std::uint64_t next = 0;
    for (auto& result : pool.map(square, items, {.chunksize = chunksize})) {
      BOOST_REQUIRE((result.has_value() && *result == next * next));
      ++next;
    }
    BOOST_REQUIRE((next == 5000));
  }
  for ([[maybe_unused]] auto& result : pool.map(square, std::vector<std::uint64_t>{}))
    BOOST_REQUIRE(false);
}

BOOST_AUTO_TEST_CASE(unordered_results_come_with_their_numbers) {
  dp::Pool pool({.workers = 3});
  std::set<std::uint64_t> seen;
  for (auto& [index, result] : pool.map_unordered(square, up_to(3000))) {
    BOOST_REQUIRE((result.has_value() && *result == index * index));
    BOOST_REQUIRE(seen.insert(index).second);
  }
  BOOST_REQUIRE((seen.size() == 3000));
}

BOOST_AUTO_TEST_CASE(items_and_results_are_of_many_types) {
  dp::Pool pool({.workers = 2});
  std::vector<std::string> texts;
  const std::vector<std::string> words{"a", "", "word"};
  for (auto& result : pool.map(upper, words)) texts.push_back(result.value());
  BOOST_REQUIRE((texts == std::vector<std::string>{"A", "", "WORD"}));
  for (auto& result : pool.map(twice, std::vector<Point>{{"p", 4}}))
    BOOST_REQUIRE(
        (result.value() == std::vector<std::pair<int, std::string>>{{4, "p"}, {8, "pp"}}));
  std::vector<std::string> said;
  for (auto& result : pool.map(half, std::vector<int>{4, 5}))
    said.push_back(result ? std::to_string(*result) : result.error().message);
  BOOST_REQUIRE((said == std::vector<std::string>{"2", "item 1: 5 is odd"}));
  int failures = 0;
  for (auto& result : pool.map(check, up_to(5)))
    if (!result) BOOST_REQUIRE((result.error().message == "item 3: three" && ++failures > 0));
  BOOST_REQUIRE((failures == 1));
}

BOOST_AUTO_TEST_CASE(a_crash_costs_its_item) {
  dp::Pool pool({.workers = 2});
  int index = 0;
  std::map<int, std::string> lost;
  for (auto& result : pool.map(fragile, up_to(2000))) {
    if (result)
      BOOST_REQUIRE((*result == index + 1));
    else
      lost[index] = result.error().message.substr(0, result.error().message.find(", peak"));
    ++index;
  }
  BOOST_REQUIRE((index == 2000));
  BOOST_REQUIRE((lost == std::map<int, std::string>{
                             {500, "item 500: the worker was killed by signal 6 (SIGABRT)"},
                             {700, "item 700: the worker was killed by signal 11 (SIGSEGV)"},
                             {900, "item 900: the worker ended with exit status 0"}}));
}

BOOST_AUTO_TEST_CASE(an_item_that_hangs_is_killed) {
  dp::Pool pool({.workers = 2, .timeout = std::chrono::seconds(1)});
  int index = 0;
  for (auto& result : pool.map(sleepy, up_to(20), {.chunksize = 4})) {
    BOOST_REQUIRE((result.has_value() == (index != 5)));
    if (!result) BOOST_REQUIRE((result.error().code == dp::Errc::timed_out));
    ++index;
  }
  BOOST_REQUIRE((index == 20));
}

BOOST_AUTO_TEST_CASE(a_reduce_joins_chunks_in_input_order) {
  dp::Pool pool({.workers = 3});
  std::string expected;
  for (const int n : up_to(300))
    if (n != 77 && n != 150) expected += std::to_string(n) + ' ';
  for (const std::size_t chunksize : {0U, 1U, 50U, 1000U}) {
    const auto joined =
        pool.reduce(join, up_to(300), std::string(), std::plus<>(), {.chunksize = chunksize});
    BOOST_REQUIRE(joined.has_value());
    BOOST_REQUIRE((joined->value == expected));
    BOOST_REQUIRE((joined->failed.size() == 2));
    BOOST_REQUIRE((joined->failed[0].message == "item 77: no 77"));
    BOOST_REQUIRE(
        joined->failed[1].message.starts_with("item 150: the worker was killed by signal 6"));
  }
}

/// Counts up for ever, and knows how far it has been read.
struct Endless {
  struct iterator {
    std::uint64_t* at = nullptr;
    std::uint64_t operator*() const { return *at; }
    iterator& operator++() { return ++*at, *this; }
    bool operator==(std::default_sentinel_t) const { return false; }
  };
  iterator begin() { return {&at}; }
  std::default_sentinel_t end() { return {}; }
  std::uint64_t at = 0;
};

BOOST_AUTO_TEST_CASE(items_are_taken_as_they_are_needed) {
  dp::Pool pool({.workers = 2});
  Endless items;
  std::uint64_t next = 0;
  for (auto& result : pool.map(square, items, {.chunksize = 10})) {
    BOOST_REQUIRE((result.has_value() && *result == next * next));
    if (++next == 100) break;
  }
  BOOST_REQUIRE((items.at < 10'000));
  for (auto& result : pool.map(square, std::vector<std::uint64_t>{12}))
    BOOST_REQUIRE((*result == 144));
}

BOOST_AUTO_TEST_CASE(mistakes_are_one_clear_error) {
  dp::Pool pool({.workers = 2});
  int count = 0;
  for (auto& result : pool.map(not_a_task, up_to(5))) {
    BOOST_REQUIRE((!result && result.error().code == dp::Errc::invalid_argument));
    BOOST_REQUIRE(result.error().message.find("DP_TASK") != std::string::npos);
    ++count;
  }
  BOOST_REQUIRE((count == 1));
  auto first = pool.map(square, up_to(5));
  for (auto& result : pool.map(square, up_to(5)))
    BOOST_REQUIRE((!result && result.error().code == dp::Errc::refused));
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_results_with_an_error) {
  dp::Pool pool({.workers = 2});
  auto results = pool.map(square, up_to(1'000'000), {.chunksize = 10});
  std::uint64_t count = 0;
  bool interrupted = false;
  for (auto& result : results) {
    if (++count == 1000) pool.request_stop();
    if (!result) interrupted = result.error().code == dp::Errc::interrupted;
  }
  BOOST_REQUIRE(interrupted);
  BOOST_REQUIRE((count < 1'000'000));
  BOOST_REQUIRE(!results.status());
}

namespace {

int table_offset = 0;
int initialized = 0;

dp::Result<int> load_table(std::string_view name) {
  ++initialized;
  if (name == "missing") return dp::fail(dp::Errc::not_found, "no table 'missing'");
  table_offset = static_cast<int>(name.size());
  return 0;
}
DP_TASK(load_table);

void load_default() {
  ++initialized;
  table_offset = 1000;
}
DP_TASK(load_default);

/// The item plus what the initializer set, and how often it was called in this worker.
std::pair<int, int> look_up(int n) {
  if (n == 13) std::abort();
  return {n + table_offset, initialized};
}
DP_TASK(look_up);

int two_arguments(int a, int b) { return a + b; }
DP_TASK(two_arguments);

using Query = std::tuple<std::string, std::optional<int>, std::filesystem::path>;
std::map<std::string, std::optional<std::string>> answer(const Query& query) {
  const auto& [name, number, path] = query;
  return {{name, number ? std::optional(std::to_string(*number)) : std::nullopt},
          {path.filename(), path.parent_path().string()}};
}
DP_TASK(answer);

}  // namespace

BOOST_AUTO_TEST_CASE(each_worker_is_initialized_once_also_in_place_of_one_that_died) {
  dp::Pool pool({.workers = 2}, load_table, "four");
  int index = 0;
  for (auto& result : pool.map(look_up, up_to(100), {.chunksize = 5})) {
    BOOST_REQUIRE((result.has_value() == (index != 13)));
    if (result) {
      BOOST_TEST(result->first == index + 4);
      BOOST_TEST(result->second == 1);
    }
    ++index;
  }
  BOOST_TEST(index == 100);
}

BOOST_AUTO_TEST_CASE(an_initializer_may_take_no_argument) {
  dp::Pool pool({.workers = 1}, load_default);
  for (auto& result : pool.map(look_up, std::vector<int>{1})) {
    BOOST_REQUIRE(result.has_value());
    BOOST_TEST(result->first == 1001);
  }
}

BOOST_AUTO_TEST_CASE(an_initializer_that_fails_ends_the_map_with_its_reason) {
  dp::Pool pool({.workers = 2}, load_table, "missing");
  int count = 0;
  for (auto& result : pool.map(look_up, up_to(10))) {
    BOOST_REQUIRE(!result);
    BOOST_TEST((result.error().code == dp::Errc::not_found));
    BOOST_TEST(
        result.error().message.ends_with(": initializer 'load_table': no table 'missing'"),
        result.error().message);
    ++count;
  }
  BOOST_TEST(count == 1);
}

BOOST_AUTO_TEST_CASE(an_initializer_without_a_name_is_a_clear_error) {
  dp::Pool pool({.workers = 1}, not_a_task, 5);
  BOOST_REQUIRE(!pool.status());
  BOOST_TEST(pool.status().error().message.find("DP_TASK") != std::string::npos);
  for (auto& result : pool.map(square, std::vector<std::uint64_t>{1})) BOOST_TEST(!result);
}

BOOST_AUTO_TEST_CASE(tuples_optionals_maps_and_paths_cross) {
  dp::Pool pool({.workers = 1});
  const std::vector<Query> queries{{"a", 5, "/tmp/x"}, {"b", std::nullopt, "y"}};
  std::vector<std::map<std::string, std::optional<std::string>>> answers;
  for (auto& result : pool.map(answer, queries)) answers.push_back(result.value());
  BOOST_REQUIRE((answers.size() == 2U));
  BOOST_TEST((answers[0]["a"] == "5"));
  BOOST_TEST((answers[0]["x"] == "/tmp"));
  BOOST_TEST((answers[1]["b"] == std::nullopt));
  BOOST_TEST((answers[1]["y"] == ""));
}

BOOST_AUTO_TEST_SUITE_END()
