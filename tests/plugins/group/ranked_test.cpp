// SPDX-License-Identifier: Apache-2.0
#include "group/ranked.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(group_ranked)

namespace {

using dp::Schema;
using dp::Type;
using dp::test::Cell;
using dp::test::Cells;
using dp::test::group_rows;
using dp::test::kNull;
using dp::test::open_group;
using dp::test::Row;
using dp::test::Rows;
using dp::test::With;

/// What a call gives of values of a type, without keys, or the error.
std::string taken(const std::string& call, Type type, const std::vector<Cell>& values) {
  Cells rows;
  for (const auto& value : values) rows.emplace_back(1, value);
  const auto result = group_rows({.by = {}, .take = {{"y", call}}}, {{"x", type, true}}, rows);
  return result ? result->at(0).at(0) : result.error().message;
}

constexpr auto kMost = std::numeric_limits<std::int64_t>::max();

}  // namespace

BOOST_AUTO_TEST_CASE(the_median_is_in_the_middle) {
  BOOST_TEST(taken("median(x)", Type::int64, {5, 1, 3}) == "3");
  BOOST_TEST(taken("median(x)", Type::int64, {5, 1, 3, 4}) == "3.5");
  BOOST_TEST(taken("median(x)", Type::int64, {1, 1, 1, 9}) == "1");
  BOOST_TEST(taken("median(x)", Type::int64, {7, nullptr}) == "7");
  BOOST_TEST(taken("median(x)", Type::int64, {kMost, kMost}) == "9.2233720368547758e+18");
  BOOST_TEST(taken("median(x)", Type::float64, {1e308, 1.5e308}) == "1.25e+308");
  BOOST_TEST(taken("median(x)", Type::float64, {0.1, 0.2, -4.0}) == "0.10000000000000001");
  BOOST_TEST(taken("median(x)", Type::decimal, {"0.1", "0.2"}) == "0.15");
  BOOST_TEST(taken("median(x)", Type::decimal, {"1.10", "1.1", "7"}) == "1.1");
}

BOOST_AUTO_TEST_CASE(a_quantile_is_the_smallest_value_that_a_share_is_not_above) {
  std::vector<Cell> hundred;
  for (std::int64_t i = 100; i > 0; --i) hundred.emplace_back(i);
  const auto at = [&](const std::string& share) {
    return taken("quantile(x, " + share + ")", Type::int64, hundred);
  };
  BOOST_TEST(at("0") == "1");
  BOOST_TEST(at("0.01") == "1");
  BOOST_TEST(at("0.07") == "7");  // as floats 0.07 * 100 is above 7
  BOOST_TEST(at("0.95") == "95");
  BOOST_TEST(at("0.951") == "96");
  BOOST_TEST(at("1") == "100");
  BOOST_TEST(taken("quantile(x, 0.5)", Type::string, {"b", "a", "c", "c"}) == "b");
  BOOST_TEST(taken("quantile(x, 0.5)", Type::decimal, {"10", "9.50"}) == "9.5");
  BOOST_TEST(taken("quantile(x, 1)", Type::float64, {1.0, std::nan(""), -1.0}) == "nan");
}

BOOST_AUTO_TEST_CASE(each_rank_is_that_of_the_sorted_values) {
  std::mt19937_64 random(7);
  std::vector<std::int64_t> sorted;
  std::vector<Cell> values;
  for (int i = 0; i < 999; ++i) {
    sorted.push_back(static_cast<std::int64_t>(random() % 500));
    values.emplace_back(sorted.back());
  }
  std::sort(sorted.begin(), sorted.end());
  for (const std::size_t rank : {1u, 2u, 3u, 250u, 499u, 500u, 501u, 997u, 998u, 999u}) {
    const auto share = (static_cast<double>(rank) - 0.5) / 999;
    BOOST_TEST(taken("quantile(x, " + std::to_string(share) + ")", Type::int64, values) ==
               std::to_string(sorted[rank - 1]));
  }
  BOOST_TEST(taken("median(x)", Type::int64, values) == std::to_string(sorted[499]));
}

BOOST_AUTO_TEST_CASE(values_that_begin_alike_are_told_apart) {
  const std::string lead = "they begin alike for long: ";
  BOOST_TEST(taken("quantile(x, 0.5)", Type::string, {lead + "c", lead + "a", lead + "b"}) ==
             lead + "b");
  BOOST_TEST(taken("mode(x)", Type::string, {lead + "c", lead + "a", lead + "b"}) ==
             lead + "a");
  // No float tells these from each other.
  const std::string digits = "12345678901234567890123456789";
  BOOST_TEST(taken("median(x)", Type::decimal,
                   {digits + "0.3", digits + "0.1", digits + "0.25"}) == digits + "0.25");
  BOOST_TEST(taken("quantile(x, 0)", Type::decimal, {"9.5", "-10", "-9.25", "10"}) == "-10");
}

BOOST_AUTO_TEST_CASE(several_of_one_column_are_found_at_once) {
  const With with = {.by = {},
                     .take = {{"low", "quantile(x, 0)"},
                              {"middle", "median(x)"},
                              {"most", "mode(x)"},
                              {"high", "quantile(x, 1)"},
                              {"top", "top(x, 1)"}}};
  BOOST_TEST(
      group_rows(with, {{"x", Type::int64, true}}, {{4}, {1}, {9}, {4}, {2}, {9}}).value() ==
      Rows({{"1", "4", "4", "9", R"({"4": 2})"}}));
}

BOOST_AUTO_TEST_CASE(the_mode_is_the_most_frequent_and_the_smallest_of_equals) {
  BOOST_TEST(taken("mode(x)", Type::string, {"b", "a", "b", "c"}) == "b");
  BOOST_TEST(taken("mode(x)", Type::string, {"b", "a", "b", "a"}) == "a");
  BOOST_TEST(taken("mode(x)", Type::decimal, {"2", "1.10", "1.1"}) == "1.1");
  BOOST_TEST(taken("mode(x)", Type::boolean, {true, false, true}) == "true");
  BOOST_TEST(taken("mode(x)", Type::string, {"a text of more than 15 bytes"}) ==
             "a text of more than 15 bytes");
}

BOOST_AUTO_TEST_CASE(of_no_values_there_is_none) {
  for (const auto* call : {"median(x)", "mode(x)", "quantile(x, 0.5)"}) {
    BOOST_TEST(taken(call, Type::int64, {}) == kNull);
    BOOST_TEST(taken(call, Type::int64, {nullptr}) == kNull);
  }
  BOOST_TEST(taken("count_if(x)", Type::boolean, {nullptr}) == "0");
}

BOOST_AUTO_TEST_CASE(rows_for_which_a_condition_is_true_are_counted) {
  BOOST_TEST(taken("count_if(x)", Type::boolean, {true, false, nullptr, true}) == "2");
}

BOOST_AUTO_TEST_CASE(results_can_be_sorted_by_them) {
  const Schema input = {{"k", Type::string, true}, {"x", Type::int64, true}};
  const Cells rows = {{"a", 1}, {"a", 9},  {"b", 7}, {"c", nullptr},
                      {"d", 2}, {"d", 30}, {"d", 3}};
  const With with = {.by = {"k"},
                     .take = {{"m", "median(x)"}, {"q", "quantile(x, 1)"}},
                     .sort = {"-m"},
                     .limit = 3};
  BOOST_TEST(group_rows(with, input, rows).value() ==
             Rows({{"b", "7", "7"}, {"a", "5", "9"}, {"d", "3", "30"}}));
}

BOOST_AUTO_TEST_CASE(mistakes_are_named_with_their_place) {
  const Schema input = {{"x", Type::int64, true}, {"s", Type::string, true}};
  const auto error = [&](const std::string& call) {
    const auto opened = open_group({.by = {}, .take = {{"y", call}}}, input);
    return opened ? "opened" : opened.error().message;
  };
  BOOST_TEST(error("quantile(x, 95)") ==
             "take.y: quantile expects a share from 0 to 1 as its second, as in 0.95");
  BOOST_TEST(error("median(s)") == "take.y: median expects a number, 's' is a string");
  BOOST_TEST(error("count_if(x)") == "take.y: count_if expects a condition, 'x' is an int");
}

BOOST_AUTO_TEST_SUITE_END()
