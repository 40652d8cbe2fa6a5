// SPDX-License-Identifier: Apache-2.0
#include "group/plan.hpp"

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "why.hpp"

BOOST_AUTO_TEST_SUITE(group_plan)

namespace {

using dp::Type;
using dp::test::open_group;
using dp::test::why;
using dp::test::With;

const dp::Schema kInput = {
    {"host", Type::string}, {"bytes", Type::int64}, {"seconds", Type::float64}};

}  // namespace

BOOST_AUTO_TEST_CASE(the_result_has_the_keys_and_then_what_is_taken) {
  const auto task = open_group({.by = {"host"},
                                .take = {{"n", "count"},
                                         {"b", "sum(bytes)"},
                                         {"s", "sum(seconds)"},
                                         {"m", "mean(bytes)"},
                                         {"top", "top(host, 2)"},
                                         {"first", "min(host)"}}},
                               kInput)
                        .value();
  const dp::Schema expected = {{"host", Type::string, true}, {"n", Type::int64, false},
                               {"b", Type::int64, true},     {"s", Type::float64, true},
                               {"m", Type::float64, true},   {"top", Type::string, false},
                               {"first", Type::string, true}};
  BOOST_REQUIRE(task.schema().size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    BOOST_TEST(task.schema()[i].name == expected[i].name);
    BOOST_TEST((task.schema()[i].type == expected[i].type), expected[i].name);
  }
}

BOOST_AUTO_TEST_CASE(names_that_are_not_there_are_refused_with_the_option) {
  for (const With& with : {With{.by = {"hots"}, .take = {{"n", "count"}}},
                           With{.by = {"host"}, .take = {{"n", "sum(byte)"}}},
                           With{.by = {"host"}, .take = {{"n", "count"}}, .sort = {"-m"}}})
    BOOST_TEST(!open_group(with, kInput).has_value());
  BOOST_TEST(why(open_group({.by = {"host"}, .take = {{"n", "sum(host)"}}}, kInput)) != "");
  BOOST_TEST(why(open_group({.by = {"host"}, .take = {}}, kInput))
                 .starts_with("take: nothing to take (expected a name and a function, "));
}

BOOST_AUTO_TEST_CASE(a_minus_may_begin_the_name_of_a_column_to_sort_by) {
  const dp::Schema input = {{"-n", dp::Type::int64, true}, {"m", dp::Type::int64, true}};
  const auto reason = [&](const With& with) { return why(open_group(with, input)); };
  BOOST_TEST(reason({.by = {"-n"}, .take = {{"c", "count"}}, .sort = {"-n"}}) == "");
  BOOST_TEST(reason({.by = {"-n"}, .take = {{"c", "count"}}, .sort = {"--n"}}) == "");
  BOOST_TEST(reason({.by = {"-n"}, .take = {{"n", "count"}}, .sort = {"-n"}})
                 .find("'-n' is a column of the result, and 'n' is one too: give one of them "
                       "another name") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(partials_of_another_plan_are_refused) {
  const With counted{.by = {"host"}, .take = {{"n", "count"}}};
  const With summed{.by = {"host"}, .take = {{"n", "sum(bytes)"}}};
  const auto partials = dp::test::group_partials(counted, kInput, {{"a", 1, 1.0}});
  auto other = open_group(summed, kInput).value();
  const auto& [partition, bytes] = *partials.begin();
  const auto status = other.combine(partition, bytes);
  BOOST_REQUIRE(!status);
  BOOST_TEST((status.error().code == dp::Errc::corrupt));
  // Another seed has other partitions.
  auto seeded = open_group(counted, kInput, 43).value();
  BOOST_TEST(!seeded.combine(partition, bytes).has_value());
  auto same = open_group(counted, kInput).value();
  BOOST_TEST(same.combine(partition, bytes).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
