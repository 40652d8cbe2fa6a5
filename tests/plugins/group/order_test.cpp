// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(group_order)

namespace {

using dp::Schema;
using dp::Type;
using dp::test::Cell;
using dp::test::Cells;
using dp::test::group_rows;
using dp::test::open_group;
using dp::test::Row;
using dp::test::Rows;
using dp::test::With;

const Schema kInput = {
    {"key", Type::string, true}, {"x", Type::float64, true}, {"n", Type::int64, true}};

/// The first column of the result.
Row firsts(const With& with, const Schema& input, const Cells& rows) {
  const auto result = group_rows(with, input, rows);
  Row found;
  for (const auto& row : result.value()) found.push_back(row[0]);
  return found;
}

std::string error_of(const With& with) {
  const auto opened = open_group(with, kInput);
  return opened ? "opened" : opened.error().message;
}

}  // namespace

#define TEST_ROW(got, ...) \
  BOOST_TEST((got) == Row(__VA_ARGS__), boost::test_tools::per_element())

BOOST_AUTO_TEST_CASE(the_largest_come_first_with_a_minus_and_equals_in_the_order_of_keys) {
  const Cells rows = {
      {"d", 1.0, 1}, {"b", 1.0, 1}, {"c", 1.0, 1}, {"c", 1.0, 1}, {"a", 1.0, 1}};
  TEST_ROW(
      firsts({.by = {"key"}, .take = {{"hits", "count"}}, .sort = {"-hits"}}, kInput, rows),
      {"c", "a", "b", "d"});
  TEST_ROW(firsts({.by = {"key"}, .take = {{"hits", "count"}}, .sort = {"hits"}}, kInput, rows),
           {"a", "b", "d", "c"});
  TEST_ROW(firsts({.by = {"key"}, .take = {{"hits", "count"}}, .sort = {"-hits", "-key"}},
                  kInput, rows),
           {"c", "d", "b", "a"});
  TEST_ROW(firsts({.by = {"key"}, .take = {{"hits", "count"}}, .sort = {"-key"}}, kInput, rows),
           {"d", "c", "b", "a"});
}

BOOST_AUTO_TEST_CASE(null_comes_first_and_nan_last_and_falling_both_come_last) {
  const double nan = std::nan("");
  const Schema input = {{"x", Type::float64, true}};
  const Cells rows = {{2.0}, {nan}, {-INFINITY}, {nullptr}, {INFINITY}, {-3.5}};
  TEST_ROW(firsts({.by = {"x"}, .take = {{"n", "count"}}}, input, rows),
           {"<null>", "-inf", "-3.5", "2", "inf", "nan"});
  TEST_ROW(firsts({.by = {"x"}, .take = {{"n", "count"}}, .sort = {"-x"}}, input, rows),
           {"inf", "2", "-3.5", "-inf", "nan", "<null>"});
}

BOOST_AUTO_TEST_CASE(figures_that_are_null_or_nan_sort_by_the_same_rule) {
  const Cells rows = {{"a", nullptr, 1}, {"b", 1.0, 1}, {"c", std::nan(""), 1}, {"d", 2.0, 1}};
  const auto sorted = [&](const std::string& by) {
    return firsts({.by = {"key"}, .take = {{"m", "mean(x)"}}, .sort = {by}}, kInput, rows);
  };
  TEST_ROW(sorted("m"), {"a", "b", "d", "c"});
  TEST_ROW(sorted("-m"), {"d", "b", "c", "a"});
}

BOOST_AUTO_TEST_CASE(the_ends_of_the_integers_are_told_from_null) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  const Schema input = {{"n", Type::int64, true}};
  const Cells rows = {{kMost},     {kLeast + 1}, {nullptr},  {0},
                      {kMost - 1}, {kLeast},     {kMost - 2}};
  const auto text = [](std::int64_t value) { return std::to_string(value); };
  TEST_ROW(firsts({.by = {"n"}, .take = {{"c", "count"}}}, input, rows),
           {"<null>", text(kLeast), text(kLeast + 1), "0", text(kMost - 2), text(kMost - 1),
            text(kMost)});
  TEST_ROW(firsts({.by = {"n"}, .take = {{"c", "count"}}, .sort = {"-n"}}, input, rows),
           {text(kMost), text(kMost - 1), text(kMost - 2), "0", text(kLeast + 1), text(kLeast),
            "<null>"});
}

BOOST_AUTO_TEST_CASE(text_is_ordered_by_its_bytes_to_the_end) {
  const Schema input = {{"key", Type::string, true}};
  const std::string long_a = "sixteen bytes or more, a";
  const Cells rows = {{"b"}, {long_a + "b"}, {long_a}, {std::string("b\0", 2)},
                      {""},  {nullptr},      {"\xff"}, {long_a + std::string(1, '\0')}};
  TEST_ROW(firsts({.by = {"key"}, .take = {{"n", "count"}}}, input, rows),
           {"<null>", "", "b", std::string("b\0", 2), long_a, long_a + std::string(1, '\0'),
            long_a + "b", "\xff"});
}

BOOST_AUTO_TEST_CASE(texts_that_begin_alike_for_long_are_ordered_whichever_way) {
  const Schema input = {{"key", Type::string, true}, {"other", Type::int64, false}};
  std::vector<std::string> keys;
  for (const std::size_t alike : {0u, 8u, 15u, 16u, 31u, 32u, 250u, 256u, 300u, 1000u})
    for (const auto* end : {"", "a", "b", "ab", "abcdefgh", "abcdefghijklmnopqrst"}) {
      keys.emplace_back(std::string(alike, '/') + end);
      keys.emplace_back(std::string(alike, '/') + std::string("\0", 1) + end);
    }
  Cells rows;
  for (std::size_t i = 0; i < keys.size(); ++i)
    for (const int other : {2, 1}) rows.push_back({keys[i * 37 % keys.size()], other});
  std::sort(keys.begin(), keys.end());
  TEST_ROW(firsts({.by = {"key"}, .take = {{"n", "count"}}}, input, rows), keys);
  Row twice;
  for (const auto& key : keys) twice.insert(twice.end(), 2, key);
  TEST_ROW(firsts({.by = {"key", "other"}, .take = {{"n", "count"}}}, input, rows), twice);
  std::reverse(keys.begin(), keys.end());
  TEST_ROW(firsts({.by = {"key"}, .take = {{"n", "count"}}, .sort = {"-key"}}, input, rows),
           keys);
  const auto result = group_rows(
      {.by = {"key", "other"}, .take = {{"n", "count"}}, .sort = {"-key"}}, input, rows);
  for (std::size_t i = 0; i < result->size(); ++i) {
    BOOST_TEST(result->at(i)[0] == keys[i / 2]);
    BOOST_TEST(result->at(i)[1] == (i % 2 == 0 ? "1" : "2"));
  }
}

BOOST_AUTO_TEST_CASE(sums_beyond_64_bits_still_sort_and_fail_only_if_they_are_shown) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  const Cells rows = {{"a", 0.0, kMost}, {"b", 0.0, kMost}, {"b", 0.0, 9}, {"c", 0.0, 5}};
  With with = {.by = {"key"}, .take = {{"s", "sum(n)"}}, .sort = {"s"}, .limit = 2};
  TEST_ROW(firsts(with, kInput, rows), {"c", "a"});
  with.limit = 3;
  BOOST_TEST(!group_rows(with, kInput, rows).has_value());
}

BOOST_AUTO_TEST_CASE(a_limit_keeps_the_first_of_the_order) {
  const Schema input = {{"k", Type::int64, false}};
  Cells rows;
  for (std::int64_t k = 0; k < 500; ++k)
    for (std::int64_t i = 0; i <= k % 50; ++i) rows.push_back({k});
  for (const std::int64_t limit : {1, 7, 40, 400, 499, 500, 501}) {
    const With all = {.by = {"k"}, .take = {{"n", "count"}}, .sort = {"-n"}};
    auto some = all;
    some.limit = limit;
    auto expected = group_rows(all, input, rows).value();
    expected.resize(std::min<std::size_t>(static_cast<std::size_t>(limit), expected.size()));
    BOOST_TEST(group_rows(some, input, rows).value() == expected);
  }
}

BOOST_AUTO_TEST_CASE(mistakes_in_sort_and_limit_are_named_with_their_place) {
  const auto with = [](std::vector<std::string> sort, std::int64_t limit = 0) {
    return With{{"key"}, {{"hits", "count"}, {"t", "top(n, 2)"}}, std::move(sort), limit};
  };
  BOOST_TEST(error_of(with({"-hit"})) ==
             "sort[0]: no column 'hit' in the result, did you mean 'hits'?");
  BOOST_TEST(error_of(with({"key", "status"})) ==
             "sort[1]: no column 'status' in the result; there are: key, hits, t");
  BOOST_TEST(error_of(with({"hits", "-hits"})) == "sort[1]: 'hits' is there twice");
  BOOST_TEST(error_of(with({"t"})) == "sort[0]: 't' is made by top, which has no order");
  BOOST_TEST(error_of(with({}, -1)) == "limit: expected 0 (all) or more (got -1)");
}

BOOST_AUTO_TEST_SUITE_END()
