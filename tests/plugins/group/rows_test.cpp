// SPDX-License-Identifier: Apache-2.0
#include "group/rows.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(group_rows)

namespace {

using dp::Type;

using dp::test::Row;
using dp::test::Rows;

const dp::Schema kInput = {{"key", Type::string, true},
                           {"i", Type::int64, true},
                           {"f", Type::float64, true},
                           {"t", Type::timestamp, true}};

}  // namespace

BOOST_AUTO_TEST_CASE(values_have_the_types_of_their_columns) {
  const auto rows =
      dp::test::group_rows(
          {.by = {"key"}, .take = {{"sum", "sum(i)"}, {"mean", "mean(i)"}, {"max", "max(t)"}}},
          kInput, {{"a", 1, 0.5, 7}, {"a", 2, 0.5, 9}, {nullptr, nullptr, nullptr, 1}})
          .value();
  BOOST_TEST(rows == (Rows{{dp::test::kNull, dp::test::kNull, dp::test::kNull, "1"},
                           {"a", "3", "1.5", "9"}}));
}

BOOST_AUTO_TEST_CASE(the_most_frequent_values_come_first_and_equal_ones_by_value) {
  const auto rows = dp::test::group_rows({.by = {}, .take = {{"top", "top(key, 3)"}}}, kInput,
                                         {{"b", 0, 0.0, 0},
                                          {"a", 0, 0.0, 0},
                                          {"c", 0, 0.0, 0},
                                          {"c", 0, 0.0, 0},
                                          {"d", 0, 0.0, 0}})
                        .value();
  BOOST_TEST(rows == (Rows{{R"({"c": 2, "a": 1, "b": 1})"}}));
}

BOOST_AUTO_TEST_CASE(an_int_sum_beyond_64_bits_ends_the_run) {
  const auto most = std::numeric_limits<std::int64_t>::max();
  const auto failed = dp::test::group_rows({.by = {}, .take = {{"sum", "sum(i)"}}}, kInput,
                                           {{"a", most, 0.0, 0}, {"a", 1, 0.0, 0}});
  BOOST_REQUIRE(!failed);
  BOOST_TEST((failed.error().code == dp::Errc::task_failed));
  // On the way to a result that fits it may be beyond.
  const auto fits =
      dp::test::group_rows({.by = {}, .take = {{"sum", "sum(i)"}}}, kInput,
                           {{"a", most, 0.0, 0}, {"a", 1, 0.0, 0}, {"a", -1, 0.0, 0}});
  BOOST_TEST(fits.value() == (Rows{{std::to_string(most)}}));
}

BOOST_AUTO_TEST_CASE(many_groups_are_emitted_in_batches) {
  dp::test::Cells cells;
  for (int i = 0; i < 5000; ++i) cells.push_back({"k" + std::to_string(10'000 + i), i, 0.0, 0});
  const auto rows =
      dp::test::group_rows({.by = {"key"}, .take = {{"sum", "sum(i)"}}}, kInput, cells).value();
  BOOST_TEST(rows.size() == 5000u);
  BOOST_TEST(rows[4999] == (Row{"k14999", "4999"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
