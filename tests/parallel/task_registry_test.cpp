// SPDX-License-Identifier: Apache-2.0
#include "parallel/task_registry.hpp"

#include <boost/test/unit_test.hpp>
#include <dp/pool.hpp>

#include "tasks.hpp"

BOOST_AUTO_TEST_SUITE(task_registry)

using dp::parallel::find_task;

namespace {

int unnamed(int n) { return n; }

namespace left {
int same_name(int n) { return n; }
DP_TASK(same_name);
}  // namespace left
namespace right {
int same_name(int n) { return n + 1; }
DP_TASK(same_name);
}  // namespace right

}  // namespace

BOOST_AUTO_TEST_CASE(a_function_and_its_name_find_the_same_task) {
  const auto by_address = find_task(dp::detail::address_of(&dp::test::twice));
  const auto by_name = find_task("dp::test::twice");
  BOOST_REQUIRE((by_address && by_name));
  BOOST_TEST(*by_address == *by_name);
  BOOST_TEST((*by_name)->map != nullptr);
  BOOST_TEST((*by_name)->fold == nullptr);
}

BOOST_AUTO_TEST_CASE(a_task_of_two_arguments_folds) {
  const auto task = find_task("dp::test::sum");
  BOOST_REQUIRE(task);
  BOOST_TEST((*task)->map == nullptr);
  BOOST_TEST((*task)->fold != nullptr);
}

BOOST_AUTO_TEST_CASE(a_function_without_dp_task_is_told_what_it_lacks) {
  const auto task = find_task(dp::detail::address_of(&unnamed));
  BOOST_REQUIRE(!task);
  BOOST_TEST((task.error().code == dp::Errc::invalid_argument));
  BOOST_TEST(task.error().message.find("write DP_TASK(its name);") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_an_error) {
  BOOST_TEST(find_task("nobody").error().message ==
             "dp::Pool: the worker knows no task 'nobody'");
}

BOOST_AUTO_TEST_CASE(two_functions_of_one_name_are_an_error) {
  const auto task = find_task(dp::detail::address_of(&left::same_name));
  BOOST_REQUIRE(!task);
  BOOST_TEST(task.error().message.find("two tasks have the name 'same_name'") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
