// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(group_group)

namespace {

using dp::Schema;
using dp::Type;
using dp::test::Cells;
using dp::test::group_rows;
using dp::test::open_group;
using dp::test::Row;
using dp::test::Rows;
using dp::test::With;
namespace data = boost::unit_test::data;

const Schema kInput = {{"host", Type::string, true},
                       {"status", Type::int64, true},
                       {"bytes", Type::int64, true},
                       {"seconds", Type::float64, true}};

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

const Cells kRows = {{"ann", 200, 10, 0.1},       {"bob", 404, 20, 0.2},
                     {"ann", 200, nullptr, 0.25}, {nullptr, 500, 5, nullptr},
                     {"ann", 404, 30, 0.3},       {"", 200, 1, 4.0}};

std::string error_of(const With& with, const Schema& input = kInput) {
  const auto opened = open_group(with, input);
  return opened ? "opened" : opened.error().message;
}

/// Rows of one column.
Cells one_column(const std::vector<dp::test::Cell>& cells) {
  Cells rows;
  for (const auto& cell : cells) rows.emplace_back(1, cell);
  return rows;
}

/// The one value that `call` gives for a column of these cells, without keys.
std::string taken(const std::string& call, Type type,
                  const std::vector<dp::test::Cell>& cells) {
  const auto result =
      group_rows({.by = {}, .take = {{"y", call}}}, {{"x", type, true}}, one_column(cells));
  return result ? result->at(0).at(0) : result.error().message;
}

}  // namespace

BOOST_AUTO_TEST_CASE(rows_are_counted_and_summed_by_key_and_sorted_by_it) {
  const auto rows =
      group_rows({.by = {"host"}, .take = {{"hits", "count"}, {"bytes_sum", "sum(bytes)"}}},
                 kInput, kRows);
  BOOST_TEST(
      rows.value() ==
      Rows({{"<null>", "1", "5"}, {"", "1", "1"}, {"ann", "3", "40"}, {"bob", "1", "20"}}));
}

BOOST_AUTO_TEST_CASE(the_result_has_the_keys_and_then_what_is_taken) {
  const auto task = open_group({.by = {"status", "host"},
                                .take = {{"n", "count"},
                                         {"v", "count_values(host)"},
                                         {"isum", "sum(bytes)"},
                                         {"fsum", "sum(seconds)"},
                                         {"avg", "mean(bytes)"},
                                         {"low", "min(host)"},
                                         {"high", "max(seconds)"},
                                         {"d", "distinct(host)"},
                                         {"t", "top(bytes, 2)"}}},
                               kInput)
                        .value();
  const Schema expected = {{"status", Type::int64, true}, {"host", Type::string, true},
                           {"n", Type::int64, false},     {"v", Type::int64, false},
                           {"isum", Type::int64, true},   {"fsum", Type::float64, true},
                           {"avg", Type::float64, true},  {"low", Type::string, true},
                           {"high", Type::float64, true}, {"d", Type::int64, false},
                           {"t", Type::string, false}};
  BOOST_TEST((task.schema() == expected));
}

BOOST_AUTO_TEST_CASE(several_keys_make_a_group_of_each_combination) {
  const auto rows =
      group_rows({.by = {"host", "status"}, .take = {{"n", "count"}}}, kInput, kRows);
  BOOST_TEST(rows.value() == Rows({{"<null>", "500", "1"},
                                   {"", "200", "1"},
                                   {"ann", "200", "2"},
                                   {"ann", "404", "1"},
                                   {"bob", "404", "1"}}));
}

BOOST_AUTO_TEST_CASE(without_keys_all_rows_are_one_group) {
  const With with = {.by = {},
                     .take = {{"n", "count"},
                              {"b", "mean(bytes)"},
                              {"s", "sum(seconds)"},
                              {"d", "distinct(host)"},
                              {"t", "top(status, 2)"},
                              {"first", "min(host)"}}};
  BOOST_TEST(group_rows(with, kInput, kRows).value() ==
             Rows({{"6", "13.199999999999999", "4.8499999999999996", "3",
                    R"({"200": 3, "404": 2})", ""}}));
}

BOOST_AUTO_TEST_CASE(of_no_rows_at_all_there_is_one_row_without_keys_and_none_with_keys) {
  const With with = {.by = {},
                     .take = {{"n", "count"},
                              {"v", "count_values(host)"},
                              {"s", "sum(bytes)"},
                              {"m", "mean(seconds)"},
                              {"low", "min(seconds)"},
                              {"high", "max(host)"},
                              {"d", "distinct(host)"},
                              {"t", "top(host, 1)"}}};
  BOOST_TEST(group_rows(with, kInput, {}).value() ==
             Rows({{"0", "0", "<null>", "<null>", "<null>", "<null>", "0", "{}"}}));
  BOOST_TEST(
      group_rows({.by = {"host"}, .take = {{"n", "count"}}}, kInput, {}).value().empty());
}

BOOST_AUTO_TEST_CASE(functions_pass_over_nulls) {
  const std::vector<dp::test::Cell> nulls = {nullptr, nullptr};
  const std::vector<dp::test::Cell> some = {nullptr, 3, nullptr, 5};
  BOOST_TEST(taken("count", Type::int64, nulls) == "2");
  BOOST_TEST(taken("count_values(x)", Type::int64, some) == "2");
  BOOST_TEST(taken("sum(x)", Type::int64, nulls) == "<null>");
  BOOST_TEST(taken("sum(x)", Type::int64, some) == "8");
  BOOST_TEST(taken("mean(x)", Type::int64, some) == "4");
  BOOST_TEST(taken("min(x)", Type::int64, nulls) == "<null>");
  BOOST_TEST(taken("max(x)", Type::int64, some) == "5");
  BOOST_TEST(taken("distinct(x)", Type::int64, some) == "2");
  BOOST_TEST(taken("top(x, 5)", Type::int64, some) == R"({"3": 1, "5": 1})");
  BOOST_TEST(taken("top(x, 5)", Type::int64, nulls) == "{}");
}

BOOST_AUTO_TEST_CASE(sums_of_ints_are_exact_and_refused_beyond_64_bits) {
  BOOST_TEST(taken("sum(x)", Type::int64, {kMost, kMost, -kMost}) == std::to_string(kMost));
  BOOST_TEST(taken("sum(x)", Type::int64, {kLeast, 1, -1}) == std::to_string(kLeast));
  BOOST_TEST(taken("sum(x)", Type::int64, {kMost, 1}) ==
             "group: y: the sum is beyond a 64-bit integer; sum floats instead, such as "
             "sum(1.0 * column)");
  BOOST_TEST(taken("mean(x)", Type::int64, {kMost, kMost, kMost}) == "9.2233720368547758e+18");
}

BOOST_AUTO_TEST_CASE(sums_of_floats_are_rounded_once) {
  BOOST_TEST(taken("sum(x)", Type::float64, {1e16, 1.0, -1e16}) == "1");
  BOOST_TEST(taken("sum(x)", Type::float64, {0.1, 0.2, 0.3}) == "0.59999999999999998");
  BOOST_TEST(taken("mean(x)", Type::float64, {1e308, 1e308, 1e308}) == "1e+308");
  BOOST_TEST(taken("mean(x)", Type::float64, {0.1, 0.7}) == "0.39999999999999997");
}

BOOST_AUTO_TEST_CASE(nan_spoils_sums_and_loses_against_all_numbers) {
  BOOST_TEST(taken("sum(x)", Type::float64, {1.0, kNan}) == "nan");
  BOOST_TEST(taken("sum(x)", Type::float64, {kInfinity, 1.0}) == "inf");
  BOOST_TEST(taken("sum(x)", Type::float64, {kInfinity, -kInfinity}) == "nan");
  BOOST_TEST(taken("min(x)", Type::float64, {kNan, 2.0, 1.0}) == "1");
  BOOST_TEST(taken("max(x)", Type::float64, {-kNan, 2.0, 1.0}) == "2");
  BOOST_TEST(taken("max(x)", Type::float64, {kNan, -kInfinity}) == "-inf");
  BOOST_TEST(taken("min(x)", Type::float64, {kNan, kInfinity}) == "inf");
  BOOST_TEST(taken("min(x)", Type::float64, {kNan, -kNan}) == "nan");
  BOOST_TEST(taken("max(x)", Type::float64, {kNan, nullptr}) == "nan");
  BOOST_TEST(taken("distinct(x)", Type::float64, {kNan, -kNan, 0.0, -0.0, 1.0}) == "3");
}

BOOST_AUTO_TEST_CASE(zeros_are_one_key_and_so_are_all_nan) {
  const Schema input = {{"x", Type::float64, true}};
  const auto rows = group_rows({.by = {"x"}, .take = {{"n", "count"}}}, input,
                               one_column({-0.0, 0.0, kNan, -kNan, nullptr, -kInfinity}));
  BOOST_TEST(rows.value() == Rows({{"<null>", "1"}, {"-inf", "1"}, {"0", "2"}, {"nan", "2"}}));
}

BOOST_AUTO_TEST_CASE(extremes_of_every_type) {
  BOOST_TEST(
      taken("min(x)", Type::string, {"b", "a text of some length", "", nullptr}).empty());
  BOOST_TEST(taken("max(x)", Type::string, {"b", "c text of some length", "", "c"}) ==
             "c text of some length");
  BOOST_TEST(taken("min(x)", Type::int64, {kMost, nullptr}) == std::to_string(kMost));
  BOOST_TEST(taken("max(x)", Type::int64, {kLeast, nullptr}) == std::to_string(kLeast));
  BOOST_TEST(taken("min(x)", Type::boolean, {true, false}) == "false");
  BOOST_TEST(taken("max(x)", Type::date, {-5, -7}) == "-5");
  BOOST_TEST(taken("max(x)", Type::timestamp, {5, 7}) == "7");
  BOOST_TEST(taken("min(x)", Type::float64, {1e300, -1e-300, -0.5}) == "-0.5");
}

BOOST_AUTO_TEST_CASE(the_longest_of_growing_and_shrinking_texts_is_kept) {
  std::vector<dp::test::Cell> cells;
  for (int i = 0; i < 200; ++i)
    cells.emplace_back("k" + std::string(1, static_cast<char>(i % 100 + 20)) +
                       std::string(static_cast<std::size_t>(i * 37 % 90), 'x'));
  std::string least = "z";
  std::string most;
  for (const auto& cell : cells) {
    least = std::min(least, std::get<std::string>(cell));
    most = std::max(most, std::get<std::string>(cell));
  }
  BOOST_TEST(taken("min(x)", Type::string, cells) == least);
  BOOST_TEST(taken("max(x)", Type::string, cells) == most);
}

BOOST_AUTO_TEST_CASE(top_lists_the_most_frequent_values_as_json_with_ties_by_value) {
  BOOST_TEST(taken("top(x, 2)", Type::string, {"b", "a", "c", "c", "say \"hi\"\n"}) ==
             R"({"c": 2, "a": 1})");
  BOOST_TEST(taken("top(x, 9)", Type::string, {"say \"hi\"\n", ""}) ==
             R"({"": 1, "say \"hi\"\n": 1})");
  BOOST_TEST(taken("top(x, 9)", Type::int64, {10, 9, 9}) == R"({"9": 2, "10": 1})");
  BOOST_TEST(taken("top(x, 9)", Type::float64, {0.5, -0.0, 0.0}) == R"({"0": 2, "0.5": 1})");
  BOOST_TEST(taken("top(x, 9)", Type::boolean, {true, false, true}) ==
             R"({"true": 2, "false": 1})");
  BOOST_TEST(taken("top(x, 9)", Type::date, {0, nullptr}) == R"({"1970-01-01": 1})");
  BOOST_TEST(taken("top(x, 9)", Type::timestamp, {nullptr, 0}) ==
             R"({"1970-01-01T00:00:00Z": 1})");
}

BOOST_AUTO_TEST_CASE(two_lists_of_one_column_may_differ_in_length) {
  const auto rows = group_rows(
      {.by = {}, .take = {{"a", "top(host, 1)"}, {"b", "top(host, 2)"}}}, kInput, kRows);
  BOOST_TEST(rows.value() == Rows({{R"({"ann": 3})", R"({"ann": 3, "": 1})"}}));
}

BOOST_AUTO_TEST_CASE(keys_of_every_length_are_told_apart_also_where_only_the_end_differs) {
  const Schema input = {{"k", Type::string, false}, {"l", Type::string, false}};
  Cells rows;
  for (std::size_t size = 0; size < 40; ++size)
    for (const char last : {'a', 'b', '\0'})
      rows.push_back({std::string(size, 'x') + last, std::string(40 - size, 'x')});
  const Cells again = rows;
  rows.insert(rows.end(), again.begin(), again.end());
  const auto one = group_rows({.by = {"k"}, .take = {{"n", "count"}}}, input, rows).value();
  BOOST_TEST(one.size() == 120u);
  for (const auto& row : one) BOOST_TEST(row[1] == "2");
  const auto two =
      group_rows({.by = {"k", "l"}, .take = {{"n", "count"}}}, input, rows).value();
  BOOST_TEST(two.size() == 120u);
  for (std::size_t i = 0; i < 120; ++i) {
    BOOST_TEST(two[i][0] == one[i][0]);
    BOOST_TEST(two[i][2] == "2");
  }
}

BOOST_AUTO_TEST_CASE(joined_keys_do_not_run_into_each_other) {
  const Schema input = {
      {"a", Type::string, true}, {"b", Type::string, true}, {"c", Type::int64, true}};
  const Cells rows = {{"ab", "c", 1},     {"a", "bc", 1},  {"", "abc", 1},
                      {nullptr, "ab", 0}, {"", "ab", 0},   {"ab", nullptr, 0},
                      {"ab", "", 0},      {"ab", "", -1},  {"ab", "", kLeast},
                      {"ab", "", kMost},  {"ab", "", 256}, {"ab", "", nullptr}};
  const auto result =
      group_rows({.by = {"a", "b", "c"}, .take = {{"n", "count"}}}, input, rows).value();
  BOOST_TEST(result.size() == rows.size());
  BOOST_TEST(result.front() == Row({"<null>", "ab", "0", "1"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(long_batches_and_many_groups_are_all_counted) {
  const Schema input = {{"k", Type::int64, false}};
  auto task = open_group({.by = {"k"}, .take = {{"n", "count"}}}, input).value();
  for (int round = 0; round < 3; ++round) {
    Cells rows;
    for (std::int64_t i = 0; i < 20000; ++i) rows.emplace_back(1, i * i % 5003);
    BOOST_REQUIRE(task.update(dp::test::Batch(input, rows)));
  }
  BOOST_REQUIRE(task.finalize());
  std::map<std::int64_t, int> model;
  for (std::int64_t i = 0; i < 20000; ++i) model[i * i % 5003] += 3;
  BOOST_REQUIRE(task.rows().size() == model.size());
  std::size_t row = 0;
  for (const auto& [key, count] : model) {
    BOOST_TEST(task.rows()[row][0] == std::to_string(key));
    BOOST_TEST(task.rows()[row++][1] == std::to_string(count));
  }
}

BOOST_AUTO_TEST_CASE(runs_of_equal_keys_are_counted_like_any_others) {
  const Schema input = {{"k", Type::timestamp, true}};
  Cells rows;
  for (int i = 0; i < 3000; ++i) {
    rows.emplace_back(1, i / 700);
    if (i / 700 == 2) rows.back() = {nullptr};
  }
  BOOST_TEST(group_rows({.by = {"k"}, .take = {{"n", "count"}}}, input, rows).value() ==
             Rows({{"<null>", "700"}, {"0", "700"}, {"1", "700"}, {"3", "700"}, {"4", "200"}}));
}

BOOST_AUTO_TEST_CASE(reset_forgets_everything_and_size_grows_with_the_groups) {
  auto task =
      open_group({.by = {"host"},
                  .take = {{"n", "count"}, {"d", "distinct(status)"}, {"m", "max(host)"}}},
                 kInput)
          .value();
  const auto empty = task.size();
  Cells rows;
  for (int i = 0; i < 5000; ++i)
    rows.push_back(
        {"a host with a name of some length, number " + std::to_string(i), i, i, 0.5});
  BOOST_REQUIRE(task.update(dp::test::Batch(kInput, rows)));
  BOOST_TEST(task.size() > empty + 5000 * 40);
  task.reset();
  BOOST_REQUIRE(task.update(dp::test::Batch(kInput, kRows)));
  BOOST_REQUIRE(task.finalize());
  BOOST_TEST(task.rows() == Rows({{"<null>", "1", "1", "<null>"},
                                  {"", "1", "1", ""},
                                  {"ann", "3", "2", "ann"},
                                  {"bob", "1", "1", "bob"}}));
}

BOOST_AUTO_TEST_CASE(mistakes_in_options_are_named_with_their_place) {
  const std::vector<std::pair<std::string, std::string>> count = {{"n", "count"}};
  BOOST_TEST(error_of({.by = {"hosts"}, .take = count}) ==
             "by[0]: no column 'hosts', did you mean 'host'?");
  BOOST_TEST(error_of({.by = {"host", "host"}, .take = count}) ==
             "by[1]: 'host' is there twice");
  BOOST_TEST(error_of({.by = {"host"}, .take = {}}) ==
             "take: nothing to take (expected a name and a function, such as {hits: count})");
  BOOST_TEST(error_of({.by = {"host"}, .take = {{"host", "count"}}}) ==
             "take.host: 'host' is already a column of the result");
  BOOST_TEST(error_of({.by = {}, .take = {{"x", "sum(host)"}}}) ==
             "take.x: sum expects a number, 'host' is a string");
  BOOST_TEST(error_of({.by = {}, .take = {{"x", "mean(host)"}}}) ==
             "take.x: mean expects a number, 'host' is a string");
  BOOST_TEST(
      error_of({.by = {}, .take = {{"x", "maximum(bytes)"}}})
          .starts_with("take.x: no function 'maximum'; there are: count, count_values, sum,"));
  BOOST_TEST(error_of({.by = {}, .take = {{"x", "sun(bytes)"}}}) ==
             "take.x: no function 'sun', did you mean 'sum'?");
  BOOST_TEST(error_of({.by = {}, .take = {{"x", "sum"}}}) == "take.x: expected sum(number)");
  for (const auto* call : {"top(host, 0)", "top(host, 1.5)", "top(host, 1001)"})
    BOOST_TEST(error_of({.by = {}, .take = {{"x", call}}}) ==
               "take.x: top expects a whole number from 1 to 1000 as its second");
}

BOOST_AUTO_TEST_SUITE_END()
