// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <dp/result.hpp>
#include <map>
#include <memory>

BOOST_AUTO_TEST_SUITE(result)

namespace {

using dp::Errc;
using dp::Result;
using dp::Status;

/// Counts how often it is asked for, and fails from the given time on.
struct Counter {
  Result<int> next() {
    if (++asked >= fails_at) return dp::fail(Errc::io, "worn out");
    return asked;
  }
  Status check() {
    const auto number = next();
    return number ? Status() : dp::fail(number.error());
  }
  int asked = 0;
  int fails_at = 100;
};

Result<int> sum_of_two(Counter& counter) {
  DP_TRY(const auto first, counter.next());
  int second = 0;
  DP_TRY(second, counter.next());
  return first + second;
}

Status check_twice(Counter& counter) {
  DP_CHECK(counter.check());
  DP_CHECK(counter.check());
  return {};
}

Result<std::unique_ptr<int>> boxed(int number) { return std::make_unique<int>(number); }

Result<int> unboxed(int number) {
  DP_TRY(const auto box, boxed(number));
  return *box;
}

template <class A, class B>
Result<std::map<A, B>> map_of(A key, B value) {
  return std::map<A, B>{{key, value}};
}

Result<int> first_value() {
  DP_TRY(const auto map, map_of<int, int>(1, 2));
  DP_CHECK(map_of<int, int>(3, 4));
  return map.begin()->second;
}

}  // namespace

BOOST_AUTO_TEST_CASE(codes_have_the_numbers_that_cross_processes) {
  const Errc codes[] = {Errc::invalid_argument,
                        Errc::invalid_pipeline,
                        Errc::invalid_plugin,
                        Errc::not_found,
                        Errc::io,
                        Errc::task_failed,
                        Errc::worker_died,
                        Errc::timed_out,
                        Errc::out_of_memory,
                        Errc::corrupt,
                        Errc::exhausted,
                        Errc::interrupted,
                        Errc::budget,
                        Errc::refused,
                        Errc::bug};
  int expected = 0;
  for (const auto code : codes) BOOST_TEST(static_cast<int>(code) == ++expected);
  BOOST_TEST(expected == 15);
}

BOOST_AUTO_TEST_CASE(a_failure_has_a_code_and_a_message) {
  const Status failed = dp::fail(Errc::not_found, "no such file");
  BOOST_REQUIRE(!failed);
  BOOST_TEST((failed.error().code == Errc::not_found));
  BOOST_TEST(failed.error().message == "no such file");
  const Result<int> again = dp::fail(failed.error());
  BOOST_REQUIRE(!again);
  BOOST_TEST((again.error().code == Errc::not_found));
  BOOST_TEST(again.error().message == "no such file");
}

BOOST_AUTO_TEST_CASE(the_context_that_is_added_last_stands_first) {
  auto error = dp::Error{Errc::io, "No space left on device"}.within("write").within("out.csv");
  BOOST_TEST(error.message == "out.csv: write: No space left on device");
  BOOST_TEST((error.code == Errc::io));
  BOOST_TEST(dp::Error{}.within("where").message == "where: ");
  BOOST_TEST((dp::Error{}.code == Errc::bug));
}

BOOST_AUTO_TEST_CASE(try_binds_values_and_evaluates_each_call_once) {
  Counter counter;
  BOOST_TEST(sum_of_two(counter).value() == 3);
  BOOST_TEST(counter.asked == 2);
}

BOOST_AUTO_TEST_CASE(try_returns_the_first_error_and_skips_what_follows) {
  Counter counter;
  counter.fails_at = 1;
  const auto sum = sum_of_two(counter);
  BOOST_REQUIRE(!sum);
  BOOST_TEST(sum.error().message == "worn out");
  BOOST_TEST((sum.error().code == Errc::io));
  BOOST_TEST(counter.asked == 1);
  counter = {0, 2};
  BOOST_TEST(!sum_of_two(counter));
  BOOST_TEST(counter.asked == 2);
}

BOOST_AUTO_TEST_CASE(check_returns_the_first_error_and_skips_what_follows) {
  Counter counter;
  BOOST_TEST(check_twice(counter).has_value());
  BOOST_TEST(counter.asked == 2);
  counter = {0, 1};
  const auto status = check_twice(counter);
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "worn out");
  BOOST_TEST(counter.asked == 1);
}

BOOST_AUTO_TEST_CASE(try_moves_what_cannot_be_copied) { BOOST_TEST(unboxed(5).value() == 5); }

BOOST_AUTO_TEST_CASE(try_and_check_take_expressions_with_commas) {
  BOOST_TEST(first_value().value() == 2);
}

BOOST_AUTO_TEST_SUITE_END()
