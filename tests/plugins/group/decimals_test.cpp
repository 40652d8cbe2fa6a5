// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(group_decimals)

namespace {

using dp::Schema;
using dp::Type;
using dp::test::Cell;
using dp::test::Cells;
using dp::test::combine_whole;
using dp::test::group_partials;
using dp::test::group_rows;
using dp::test::kNull;
using dp::test::open_group;
using dp::test::Row;
using dp::test::Rows;
using dp::test::With;

const Schema kInput = {{"k", Type::string, true}, {"x", Type::decimal, true}};

/// What a call gives of values without keys, or the error.
std::string taken(const std::string& call, const std::vector<Cell>& values) {
  Cells rows;
  for (const auto& value : values) rows.push_back({"k", value});
  const auto result = group_rows({.by = {}, .take = {{"y", call}}}, kInput, rows);
  return result ? result->at(0).at(0) : result.error().message;
}

const std::string kNines(36, '9');

}  // namespace

BOOST_AUTO_TEST_CASE(sums_and_means_are_exact) {
  BOOST_TEST(taken("sum(x)", {"0.1", "0.2"}) == "0.3");
  BOOST_TEST(taken("sum(x)", {"1.005", "2.01"}) == "3.015");
  BOOST_TEST(taken("sum(x)", {"0.1", "0.7"}) == "0.8");
  BOOST_TEST(taken("mean(x)", {"0.1", "0.2"}) == "0.15");
  BOOST_TEST(taken("mean(x)", {"1.005", "2.01"}) == "1.5075");
  BOOST_TEST(taken("mean(x)", {"0.1", "0.7"}) == "0.4");
  BOOST_TEST(taken("mean(x)", {"1", "0", "0"}) == "0." + std::string(36, '3'));
  BOOST_TEST(taken("sum(x)", {kNines, "-1", "-" + kNines}) == "-1");
}

BOOST_AUTO_TEST_CASE(a_sum_has_the_most_digits_after_the_point_of_its_values) {
  BOOST_TEST(taken("sum(x)", {"1.50", "2", "0.5"}) == "4.00");
  BOOST_TEST(taken("sum(x)", {"0.10", "-0.1"}) == "0.00");
  BOOST_TEST(taken("sum(x)", {nullptr}) == kNull);
  BOOST_TEST(taken("mean(x)", {nullptr}) == kNull);
}

BOOST_AUTO_TEST_CASE(a_sum_of_too_many_digits_ends_the_run) {
  BOOST_TEST(taken("sum(x)", {kNines, "1"}) ==
             "group: y: the sum has more than 36 digits; sum floats instead, such as "
             "sum(float(column))");
  BOOST_TEST(taken("sum(x)", {kNines, "0.1"}).starts_with("group: y: the sum has more"));
  BOOST_TEST(taken("mean(x)", {kNines, kNines}) == kNines);
}

BOOST_AUTO_TEST_CASE(of_equal_values_the_smallest_and_largest_have_the_most_digits) {
  for (const auto* call : {"min(x)", "max(x)"}) {
    BOOST_TEST(taken(call, {"1.1", "1.100", "1.10"}) == "1.100");
    BOOST_TEST(taken(call, {"1.100", "1.1"}) == "1.100");
    BOOST_TEST(taken(call, {nullptr}) == kNull);
  }
  BOOST_TEST(taken("min(x)", {"9.5", "10", "-0.25", "-0.3"}) == "-0.3");
  BOOST_TEST(taken("max(x)", {"9.5", "10", "-0.25"}) == "10");
}

BOOST_AUTO_TEST_CASE(values_are_counted_by_number) {
  const std::vector<Cell> values = {"1.1", "1.10", "2", nullptr, "1.100", "0.00", "0"};
  BOOST_TEST(taken("count_values(x)", values) == "6");
  BOOST_TEST(taken("distinct(x)", values) == "3");
  BOOST_TEST(taken("top(x, 2)", values) == R"({"1.1": 3, "0": 2})");
}

BOOST_AUTO_TEST_CASE(equal_numbers_are_one_group_which_shows_the_most_digits) {
  const Cells rows = {{"a", "1.1"}, {"a", "10"}, {"b", "1.10"}, {"b", nullptr}, {"c", "-2.50"}};
  const With with = {.by = {"x"}, .take = {{"n", "count"}}};
  BOOST_TEST(group_rows(with, kInput, rows).value() ==
             Rows({{kNull, "1"}, {"-2.50", "1"}, {"1.10", "2"}, {"10", "1"}}));
  // The rows of a group in two partials.
  BOOST_TEST(combine_whole(with, kInput,
                           {group_partials(with, kInput, {{"a", "1.10"}}),
                            group_partials(with, kInput, {{"a", "1.1"}})})
                 .value() == Rows({{"1.10", "2"}}));
}

BOOST_AUTO_TEST_CASE(decimals_are_keys_beside_others) {
  const Cells rows = {{"a", "1.1"}, {"a", "1.10"}, {"b", "1.1"}, {nullptr, kNines}};
  BOOST_TEST(group_rows({.by = {"k", "x"}, .take = {{"n", "count"}}}, kInput, rows).value() ==
             Rows({{kNull, kNines, "1"}, {"a", "1.10", "2"}, {"b", "1.1", "1"}}));
}

BOOST_AUTO_TEST_CASE(results_are_sorted_by_number) {
  const Cells rows = {{"a", "10"}, {"b", "9.5"}, {"c", nullptr}, {"d", "9.50"}, {"e", "-3"}};
  const auto keys = [&](const std::string& sort) {
    Row found;
    const auto result =
        group_rows({.by = {"k"}, .take = {{"s", "sum(x)"}}, .sort = {sort}}, kInput, rows);
    for (const auto& row : result.value()) found.push_back(row[0]);
    return found;
  };
  BOOST_TEST(keys("s") == Row({"c", "e", "b", "d", "a"}), boost::test_tools::per_element());
  BOOST_TEST(keys("-s") == Row({"a", "b", "d", "e", "c"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(sums_that_differ_in_their_last_digit_sort_by_it) {
  const std::string tail = "1234567890123456789012345678.";
  const Cells rows = {{"a", tail + "2"}, {"b", tail + "1"}, {"c", tail + "3"}};
  const With with = {.by = {"k"}, .take = {{"s", "sum(x)"}}, .sort = {"-s"}, .limit = 2};
  BOOST_TEST(group_rows(with, kInput, rows).value() ==
             Rows({{"c", tail + "3"}, {"a", tail + "2"}}));
}

BOOST_AUTO_TEST_CASE(sums_of_too_many_digits_still_sort_and_fail_only_if_they_are_shown) {
  const Cells rows = {{"a", kNines}, {"a", kNines}, {"b", "2"}, {"c", "1"}, {"d", kNines}};
  With with = {.by = {"k"}, .take = {{"s", "sum(x)"}}, .sort = {"s"}, .limit = 3};
  BOOST_TEST(group_rows(with, kInput, rows).value() ==
             Rows({{"c", "1"}, {"b", "2"}, {"d", kNines}}));
  with.limit = 4;
  BOOST_TEST(!group_rows(with, kInput, rows).has_value());
}

BOOST_AUTO_TEST_CASE(the_result_has_decimals) {
  const auto task = open_group({.by = {"x"},
                                .take = {{"s", "sum(x)"},
                                         {"m", "mean(x)"},
                                         {"low", "min(x)"},
                                         {"d", "distinct(x)"}}},
                               kInput)
                        .value();
  const Schema expected = {{"x", Type::decimal, true},
                           {"s", Type::decimal, true},
                           {"m", Type::decimal, true},
                           {"low", Type::decimal, true},
                           {"d", Type::int64, false}};
  BOOST_TEST((task.schema() == expected));
}

BOOST_AUTO_TEST_CASE(json_is_told_apart_by_its_text) {
  const Schema input = {{"j", Type::json, true}};
  const auto result = group_rows(
      {.by = {"j"}, .take = {{"n", "count"}, {"t", "top(j, 1)"}, {"least", "min(j)"}}}, input,
      {{R"("a")"}, {"1"}, {R"("a")"}, {R"({"b": [1, "long enough for a table"]})"}, {nullptr}});
  BOOST_TEST(result.value() == Rows({{kNull, "1", "{}", kNull},
                                     {R"("a")", "2", R"({"\"a\"": 2})", R"("a")"},
                                     {"1", "1", R"({"1": 1})", "1"},
                                     {R"({"b": [1, "long enough for a table"]})", "1",
                                      R"({"{\"b\": [1, \"long enough for a table\"]}": 1})",
                                      R"({"b": [1, "long enough for a table"]})"}}));
}

BOOST_AUTO_TEST_SUITE_END()
