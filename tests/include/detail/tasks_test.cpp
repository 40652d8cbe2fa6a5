// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/detail/tasks.hpp>
#include <forward_list>
#include <list>
#include <stdexcept>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(detail_tasks)

namespace {

using dp::Errc;
using dp::Result;
using dp::Status;
using dp::detail::bytes_of;
using dp::detail::task_of;
using Strings = std::vector<std::string>;

constexpr const char* kMalformed =
    "its bytes are not well formed: do put and get of its Codec match?";

// What map takes.
std::uint32_t twice(std::uint32_t n) { return 2 * n; }
std::string shout(std::string_view text) { return std::string(text) + "!"; }
std::string join(const Strings& words) { return words.front() + words.back(); }
std::string seen;
void see(const std::string& text) { seen += text; }
Result<int> half(int n) {
  if (n % 2 != 0) return dp::fail(Errc::not_found, "no half of " + std::to_string(n));
  return n / 2;
}
Status refuse(int n) {
  if (n == 0) return {};
  return dp::fail(Errc::io, "no");
}
int throws(int n) {
  if (n == 1) throw std::runtime_error("one");
  if (n == 2) throw 2;
  return n;
}

// Initializers.
int prepared = 0;
void prepare() { ++prepared; }
Status prepare_and_fail() { return dp::fail(Errc::refused, "not today"); }

// What reduce takes.
std::string append(std::string so_far, int n) {
  if (n < 0) throw std::out_of_range("below zero");
  return so_far + std::to_string(n) + ";";
}

std::string outcome(const Status& status) { return status ? "ok" : status.error().message; }

/// "ok" or why not, of an item's bytes.
std::string map(const dp::detail::Task& task, std::string_view item, std::string& result) {
  return outcome(task.map(item, result));
}

class Chunk final : public dp::detail::ChunkItems {
 public:
  explicit Chunk(Strings items) : items_(std::move(items)) {}
  bool next(std::string_view& item) override {
    if (at_ == items_.size()) return false;
    item = items_[at_++];
    return true;
  }

 private:
  Strings items_;
  std::size_t at_ = 0;
};

Strings all(dp::detail::Items& items) {
  Strings made;
  for (std::string bytes; items.next(bytes); bytes.clear()) made.push_back(bytes);
  return made;
}

template <class T>
Strings bytes_of_each(const std::vector<T>& values) {
  Strings made;
  for (const T& value : values) made.push_back(bytes_of(value));
  return made;
}

dp::detail::Outcome good(std::string_view bytes) { return {7, bytes, std::nullopt}; }

}  // namespace

BOOST_AUTO_TEST_CASE(a_function_of_one_value_maps_and_one_of_two_folds) {
  const auto one = task_of<&twice>("twice");
  BOOST_TEST(one.name == std::string("twice"));
  BOOST_TEST((one.address == dp::detail::address_of(&twice)));
  BOOST_TEST((one.map != nullptr && one.fold == nullptr));
  const auto two = task_of<&append>("append");
  BOOST_TEST((two.map == nullptr && two.fold != nullptr));
  const auto none = task_of<&prepare>("prepare");
  BOOST_TEST((none.map != nullptr && none.fold == nullptr));
  BOOST_TEST((none.address != one.address));
}

BOOST_AUTO_TEST_CASE(a_mapped_value_crosses_as_its_codec_writes_it) {
  std::string result;
  BOOST_TEST(map(task_of<&twice>(""), {"\x05\0\0\0", 4}, result) == "ok");
  BOOST_TEST(result == std::string("\x0a\0\0\0", 4));
  result.clear();
  BOOST_TEST(map(task_of<&shout>(""), bytes_of(std::string("hey")), result) == "ok");
  BOOST_TEST(result == bytes_of(std::string("hey!")));
  result.clear();
  BOOST_TEST(map(task_of<&join>(""), bytes_of(Strings{"a", "-", "b"}), result) == "ok");
  BOOST_TEST(result == bytes_of(std::string("ab")));
}

BOOST_AUTO_TEST_CASE(a_function_without_a_value_gives_no_bytes) {
  std::string result;
  seen.clear();
  BOOST_TEST(map(task_of<&see>(""), bytes_of(std::string("me")), result) == "ok");
  BOOST_TEST(seen == "me");
  BOOST_TEST(map(task_of<&refuse>(""), bytes_of(0), result) == "ok");
  BOOST_TEST(result == "");
}

BOOST_AUTO_TEST_CASE(a_failed_result_keeps_its_code_and_message) {
  std::string result;
  const auto status = task_of<&half>("").map(bytes_of(7), result);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::not_found));
  BOOST_TEST(status.error().message == "no half of 7");
  BOOST_TEST(result == "");
  BOOST_TEST(map(task_of<&half>(""), bytes_of(8), result) == "ok");
  BOOST_TEST(result == bytes_of(4));
  BOOST_TEST(map(task_of<&refuse>(""), bytes_of(1), result) == "no");
}

BOOST_AUTO_TEST_CASE(an_exception_becomes_a_failure) {
  std::string result;
  const auto status = task_of<&throws>("").map(bytes_of(1), result);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == Errc::task_failed));
  BOOST_TEST(status.error().message == "one");
  BOOST_TEST(map(task_of<&throws>(""), bytes_of(2), result) ==
             "threw something that is no std::exception");
  BOOST_TEST(result == "");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_exactly_one_value_are_refused) {
  std::string result;
  for (const std::string bytes : {"", "abc", "abcde"}) {
    const auto status = task_of<&twice>("").map(bytes, result);
    BOOST_REQUIRE(!status);
    BOOST_TEST((status.error().code == Errc::corrupt));
    BOOST_TEST(status.error().message == kMalformed);
  }
  BOOST_TEST(result == "");
}

BOOST_AUTO_TEST_CASE(an_initializer_without_an_argument_takes_no_bytes) {
  std::string result = "left over";
  prepared = 0;
  BOOST_TEST(map(task_of<&prepare>(""), "", result) == "ok");
  BOOST_TEST(prepared == 1);
  BOOST_TEST(result == "");
  BOOST_TEST(map(task_of<&prepare>(""), "x", result) == kMalformed);
  BOOST_TEST(prepared == 1);
  BOOST_TEST(map(task_of<&prepare_and_fail>(""), "", result) == "not today");
}

BOOST_AUTO_TEST_CASE(a_chunk_is_folded_from_zero_in_its_order) {
  const auto task = task_of<&append>("");
  std::string sum;
  Chunk chunk({bytes_of(3), bytes_of(1), bytes_of(2)});
  BOOST_TEST(outcome(task.fold(bytes_of(std::string("from ")), chunk, sum)) == "ok");
  BOOST_TEST(sum == bytes_of(std::string("from 3;1;2;")));
  Chunk empty({});
  sum.clear();
  BOOST_TEST(outcome(task.fold(bytes_of(std::string("zero")), empty, sum)) == "ok");
  BOOST_TEST(sum == bytes_of(std::string("zero")));
}

BOOST_AUTO_TEST_CASE(a_fold_that_fails_gives_no_sum) {
  const auto task = task_of<&append>("");
  const auto zero = bytes_of(std::string());
  std::string sum;
  Chunk broken({bytes_of(1), "abc"});
  BOOST_TEST(outcome(task.fold(zero, broken, sum)) == kMalformed);
  Chunk negative({bytes_of(1), bytes_of(-1)});
  BOOST_TEST(outcome(task.fold(zero, negative, sum)) == "below zero");
  Chunk whole({bytes_of(1)});
  BOOST_TEST(outcome(task.fold("abc", whole, sum)) == kMalformed);
  BOOST_TEST(sum == "");
}

BOOST_AUTO_TEST_CASE(items_of_a_range_become_values_of_the_parameter) {
  const std::vector<int> numbers{1, 2, 3};
  const auto wide = dp::detail::items_of<std::int64_t>(numbers);
  BOOST_TEST((wide->size == 3U));
  BOOST_TEST(all(*wide) == bytes_of_each<std::int64_t>({1, 2, 3}));
  std::string bytes = "unchanged";
  BOOST_TEST(!wide->next(bytes));
  BOOST_TEST(bytes == "unchanged");
  const char* const literals[] = {"a", "bc"};
  const auto views = dp::detail::items_of<std::string_view>(literals);
  BOOST_TEST(all(*views) == bytes_of_each<std::string_view>({"a", "bc"}));
}

BOOST_AUTO_TEST_CASE(items_are_kept_if_the_range_was_a_temporary_and_else_seen_where_they_are) {
  const auto kept = dp::detail::items_of<int>(std::vector<int>{4, 5});
  BOOST_TEST(all(*kept) == bytes_of_each<int>({4, 5}));
  std::list<int> numbers{6, 7};
  const auto seen_in_place = dp::detail::items_of<const int&>(numbers);
  numbers.back() = 8;
  BOOST_TEST(all(*seen_in_place) == bytes_of_each<int>({6, 8}));
}

BOOST_AUTO_TEST_CASE(a_range_that_does_not_know_its_size_has_none) {
  const auto items = dp::detail::items_of<int>(std::forward_list<int>{1, 2});
  BOOST_TEST(!items->size);
  BOOST_TEST(all(*items) == bytes_of_each<int>({1, 2}));
}

BOOST_AUTO_TEST_CASE(an_outcome_is_a_value_or_the_error_that_it_came_with) {
  const auto four = bytes_of(4);
  auto done = good(four);
  BOOST_TEST(dp::detail::result_of<int>(done).value() == 4);
  auto nothing = good("");
  BOOST_TEST(dp::detail::result_of<void>(nothing).has_value());
  dp::detail::Outcome failed{7, {}, dp::Error{Errc::timed_out, "too slow"}};
  const auto result = dp::detail::result_of<int>(failed);
  BOOST_REQUIRE(!result);
  BOOST_TEST((result.error().code == Errc::timed_out));
  BOOST_TEST(result.error().message == "too slow");
}

BOOST_AUTO_TEST_CASE(an_outcome_whose_bytes_are_no_value_names_its_item) {
  auto cut = good("abc");
  const auto result = dp::detail::result_of<int>(cut);
  BOOST_REQUIRE(!result);
  BOOST_TEST((result.error().code == Errc::corrupt));
  BOOST_TEST(result.error().message == std::string("result of item 7: ") + kMalformed);
}

BOOST_AUTO_TEST_SUITE_END()
