// SPDX-License-Identifier: Apache-2.0
// dp::Pool as a program uses it: its workers are this program. Ends with 0 when the check that
// its argument names holds.
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <dp/pool.hpp>
#include <functional>
#include <iostream>
#include <iterator>
#include <list>
#include <map>
#include <numeric>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
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

void require(bool holds, const char* what) {
  if (holds) return;
  std::cerr << "does not hold: " << what << '\n';
  std::exit(1);
}
#define REQUIRE(...) require((__VA_ARGS__), #__VA_ARGS__)

void in_order() {
  dp::Pool pool({.workers = 3});
  REQUIRE(pool.status().has_value());
  for (const std::size_t chunksize : {0U, 1U, 7U, 100'000U}) {
    std::list<std::uint64_t> items;
    for (std::uint64_t i = 0; i < 5000; ++i) items.push_back(i);
    std::uint64_t next = 0;
    for (auto& result : pool.map(square, items, {.chunksize = chunksize})) {
      REQUIRE(result.has_value() && *result == next * next);
      ++next;
    }
    REQUIRE(next == 5000);
  }
  for ([[maybe_unused]] auto& result : pool.map(square, std::vector<std::uint64_t>{}))
    REQUIRE(false);
}

void unordered() {
  dp::Pool pool({.workers = 3});
  std::set<std::uint64_t> seen;
  for (auto& [index, result] : pool.map_unordered(square, up_to(3000))) {
    REQUIRE(result.has_value() && *result == index * index);
    REQUIRE(seen.insert(index).second);
  }
  REQUIRE(seen.size() == 3000);
}

void types() {
  dp::Pool pool({.workers = 2});
  std::vector<std::string> texts;
  const std::vector<std::string> words{"a", "", "word"};
  for (auto& result : pool.map(upper, words)) texts.push_back(result.value());
  REQUIRE(texts == std::vector<std::string>{"A", "", "WORD"});
  for (auto& result : pool.map(twice, std::vector<Point>{{"p", 4}}))
    REQUIRE(result.value() == std::vector<std::pair<int, std::string>>{{4, "p"}, {8, "pp"}});
  std::vector<std::string> said;
  for (auto& result : pool.map(half, std::vector<int>{4, 5}))
    said.push_back(result ? std::to_string(*result) : result.error().message);
  REQUIRE(said == std::vector<std::string>{"2", "item 1: 5 is odd"});
  int failures = 0;
  for (auto& result : pool.map(check, up_to(5)))
    if (!result) REQUIRE(result.error().message == "item 3: three" && ++failures > 0);
  REQUIRE(failures == 1);
}

void faults() {
  dp::Pool pool({.workers = 2});
  int index = 0;
  std::map<int, std::string> lost;
  for (auto& result : pool.map(fragile, up_to(2000))) {
    if (result)
      REQUIRE(*result == index + 1);
    else
      lost[index] = result.error().message.substr(0, result.error().message.find(", peak"));
    ++index;
  }
  REQUIRE(index == 2000);
  REQUIRE(lost == std::map<int, std::string>{
                      {500, "item 500: the worker was killed by signal 6 (SIGABRT)"},
                      {700, "item 700: the worker was killed by signal 11 (SIGSEGV)"},
                      {900, "item 900: the worker ended with exit status 0"}});
}

void hang() {
  dp::Pool pool({.workers = 2, .timeout = std::chrono::seconds(1)});
  int index = 0;
  for (auto& result : pool.map(sleepy, up_to(20), {.chunksize = 4})) {
    REQUIRE(result.has_value() == (index != 5));
    if (!result) REQUIRE(result.error().code == dp::Errc::timed_out);
    ++index;
  }
  REQUIRE(index == 20);
}

void reduce() {
  dp::Pool pool({.workers = 3});
  std::string expected;
  for (const int n : up_to(300))
    if (n != 77 && n != 150) expected += std::to_string(n) + ' ';
  for (const std::size_t chunksize : {0U, 1U, 50U, 1000U}) {
    const auto joined =
        pool.reduce(join, up_to(300), std::string(), std::plus<>(), {.chunksize = chunksize});
    REQUIRE(joined.has_value());
    REQUIRE(joined->value == expected);
    REQUIRE(joined->failed.size() == 2);
    REQUIRE(joined->failed[0].message == "item 77: no 77");
    REQUIRE(
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

void lazily() {
  dp::Pool pool({.workers = 2});
  Endless items;
  std::uint64_t next = 0;
  for (auto& result : pool.map(square, items, {.chunksize = 10})) {
    REQUIRE(result.has_value() && *result == next * next);
    if (++next == 100) break;
  }
  REQUIRE(items.at < 10'000);
  for (auto& result : pool.map(square, std::vector<std::uint64_t>{12})) REQUIRE(*result == 144);
}

void mistakes() {
  dp::Pool pool({.workers = 2});
  int count = 0;
  for (auto& result : pool.map(not_a_task, up_to(5))) {
    REQUIRE(!result && result.error().code == dp::Errc::invalid_argument);
    REQUIRE(result.error().message.find("DP_TASK") != std::string::npos);
    ++count;
  }
  REQUIRE(count == 1);
  auto first = pool.map(square, up_to(5));
  for (auto& result : pool.map(square, up_to(5)))
    REQUIRE(!result && result.error().code == dp::Errc::refused);
}

void stops() {
  dp::Pool pool({.workers = 2});
  auto results = pool.map(square, up_to(1'000'000), {.chunksize = 10});
  std::uint64_t count = 0;
  bool interrupted = false;
  for (auto& result : results) {
    if (++count == 1000) pool.request_stop();
    if (!result) interrupted = result.error().code == dp::Errc::interrupted;
  }
  REQUIRE(interrupted);
  REQUIRE(count < 1'000'000);
  REQUIRE(!results.status());
}

const std::map<std::string, void (*)()> kChecks{
    {"in_order", in_order}, {"unordered", unordered}, {"types", types},
    {"faults", faults},     {"hang", hang},           {"reduce", reduce},
    {"lazily", lazily},     {"mistakes", mistakes},   {"stops", stops}};

/// Without worker_entry: the pool has to say so, and must not start itself over and over.
int forgetful() {
  dp::Pool pool({.workers = 2});
  for (auto& result : pool.map(square, up_to(5))) {
    REQUIRE(!result);
    std::cerr << result.error().message << '\n';
    return result.error().message.find("worker_entry") == std::string::npos;
  }
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (std::getenv("DP_TEST_FORGETFUL") != nullptr) return forgetful();
  dp::Pool::worker_entry();
  const auto check = kChecks.find(argc == 2 ? argv[1] : "");
  if (check == kChecks.end()) return 2;
  check->second();
  return 0;
}
