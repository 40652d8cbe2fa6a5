// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <dp/exact_sum.hpp>
#include <optional>
#include <set>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(group_laws)

namespace {

using dp::Type;
using dp::test::Batch;
using dp::test::Cell;
using dp::test::Cells;
using dp::test::combine_parted;
using dp::test::combine_ranged;
using dp::test::combine_whole;
using dp::test::everything;
using dp::test::group_partials;
using dp::test::group_rows;
using dp::test::must;
using dp::test::open_group;
using dp::test::Partials;
using dp::test::Rows;
using dp::test::wild_rows;
using dp::test::wild_schema;
using dp::test::With;
namespace data = boost::unit_test::data;

/// The ways to group that the laws are tried on.
const std::vector<With>& ways() {
  static const std::vector<With> all = {
      {.by = {}, .take = everything()},
      {.by = {"text"}, .take = everything()},
      {.by = {"size"}, .take = everything()},
      {.by = {"flag"}, .take = everything()},
      {.by = {"path", "text", "code", "size", "flag", "at", "day"}, .take = {{"n", "count"}}},
      {.by = {"price"}, .take = everything()},
      {.by = {"path"},
       .take = {{"m", "median(size)"}, {"d", "mode(text)"}},
       .sort = {"-m", "d"},
       .limit = 30},
      {.by = {"raw", "price"}, .take = {{"n", "count"}, {"d", "distinct(price)"}}},
      {.by = {"path"}, .take = everything(), .sort = {"-sum_price", "min_price"}, .limit = 15},
      {.by = {"price", "flag"}, .take = {{"m", "mean(price)"}}, .sort = {"-price"}, .limit = 9},
      {.by = {"code", "flag"},
       .take = everything(),
       .sort = {"-sum_code", "-flag"},
       .limit = 5},
      {.by = {"path"}, .take = everything(), .sort = {"-mean_size", "max_text"}, .limit = 20},
      {.by = {"path"}, .take = {{"t", "top(text, 2)"}, {"d", "distinct(at)"}}, .sort = {"-d"}},
      {.by = {"at"}, .take = {{"d", "distinct(path)"}}, .sort = {"d"}, .limit = 3},
      {.by = {}, .take = {{"t", "top(path, 5)"}}},
      {.by = {}, .take = {{"d", "distinct(text)"}}},
  };
  return all;
}

/// Rows cut into pieces of random sizes, some empty.
std::vector<Cells> split(const Cells& rows, std::mt19937_64& random) {
  std::vector<Cells> parts;
  for (std::size_t first = 0; first < rows.size();) {
    const auto size = std::min<std::size_t>(random() % 150, rows.size() - first);
    const auto at = rows.begin() + static_cast<std::ptrdiff_t>(first);
    parts.emplace_back(at, at + static_cast<std::ptrdiff_t>(size));
    first += size;
  }
  std::shuffle(parts.begin(), parts.end(), random);
  return parts;
}

std::vector<Partials> partials_of(const With& with, const std::vector<Cells>& parts) {
  std::vector<Partials> all;
  for (const auto& part : parts) all.push_back(group_partials(with, wild_schema(), part));
  return all;
}

/// The partial of several partials, by combining them in one instance in this order.
Partials combined(const With& with, const std::vector<Partials>& all) {
  auto task = open_group(with, wild_schema()).value();
  for (const auto& partials : all) must(task.combine(partials));
  return task.save().value();
}

}  // namespace

BOOST_DATA_TEST_CASE(no_split_and_no_way_of_combining_changes_the_result,
                     data::xrange(ways().size()), way) {
  const auto& with = ways()[way];
  std::mt19937_64 random(way);
  for (const bool special : {false, true}) {
    const auto rows = wild_rows(random, 700, special);
    const auto whole = group_rows(with, wild_schema(), rows).value();
    BOOST_TEST(!whole.empty());
    for (int round = 0; round < 6; ++round) {
      const auto all = partials_of(with, split(rows, random));
      BOOST_TEST(combine_whole(with, wild_schema(), all).value() == whole);
      BOOST_TEST(combine_parted(with, wild_schema(), all).value() == whole);
      for (const std::uint32_t ranges : {7u, DP_PARTITIONS})
        BOOST_TEST(combine_ranged(with, wild_schema(), all, ranges).value() == whole);
    }
  }
}

BOOST_DATA_TEST_CASE(partials_have_the_same_bytes_in_any_order_of_making,
                     data::xrange(ways().size()), way) {
  const auto& with = ways()[way];
  std::mt19937_64 random(way + 100);
  auto rows = wild_rows(random, 600, true);
  const auto whole = group_partials(with, wild_schema(), rows);
  for (int round = 0; round < 5; ++round) {
    std::shuffle(rows.begin(), rows.end(), random);
    BOOST_TEST((group_partials(with, wild_schema(), rows) == whole));
    BOOST_TEST((combined(with, partials_of(with, split(rows, random))) == whole));
  }
}

BOOST_DATA_TEST_CASE(combining_is_associative_and_commutative_and_nothing_changes_nothing,
                     data::xrange(ways().size()), way) {
  const auto& with = ways()[way];
  std::mt19937_64 random(way + 200);
  const auto a = group_partials(with, wild_schema(), wild_rows(random, 120, true));
  const auto b = group_partials(with, wild_schema(), wild_rows(random, 90, true));
  const auto c = group_partials(with, wild_schema(), wild_rows(random, 150, true));
  const Partials none;
  BOOST_TEST((combined(with, {a, b}) == combined(with, {b, a})));
  BOOST_TEST((combined(with, {combined(with, {a, b}), c}) ==
              combined(with, {a, combined(with, {b, c})})));
  BOOST_TEST((combined(with, {a}) == a));
  BOOST_TEST((combined(with, {none, a, none}) == a));
  BOOST_TEST((combined(with, {}) == none));
  BOOST_TEST((group_partials(with, wild_schema(), {}) == none));
}

BOOST_AUTO_TEST_CASE(the_seed_moves_keys_between_partitions_and_changes_no_result) {
  std::mt19937_64 random(1);
  const auto rows = wild_rows(random, 500, true);
  for (const auto& with : ways()) {
    const auto expected = group_rows(with, wild_schema(), rows).value();
    auto task = open_group(with, wild_schema(), 4711).value();
    BOOST_REQUIRE(task.update(Batch(wild_schema(), rows)));
    BOOST_REQUIRE(task.finalize());
    BOOST_TEST(task.rows() == expected);
  }
}

BOOST_AUTO_TEST_CASE(an_epoch_after_a_save_starts_from_nothing) {
  std::mt19937_64 random(2);
  const auto first = wild_rows(random, 300, true);
  const auto second = wild_rows(random, 200, true);
  for (const auto& with : ways()) {
    auto task = open_group(with, wild_schema()).value();
    BOOST_REQUIRE(task.update(Batch(wild_schema(), first)));
    const auto one = task.save().value();
    BOOST_TEST((one == group_partials(with, wild_schema(), first)));
    BOOST_TEST((task.save().value() == one));  // saving changes nothing
    task.reset();
    BOOST_REQUIRE(task.update(Batch(wild_schema(), second)));
    BOOST_TEST((task.save().value() == group_partials(with, wild_schema(), second)));
  }
}

BOOST_AUTO_TEST_CASE(figures_agree_with_a_model_that_keeps_all_rows) {
  std::mt19937_64 random(3);
  const auto rows = wild_rows(random, 3000, false);
  const With with = {.by = {"path"},
                     .take = {{"n", "count"},
                              {"v", "count_values(code)"},
                              {"s", "sum(code)"},
                              {"f", "sum(size)"},
                              {"least", "min(text)"},
                              {"most", "max(code)"},
                              {"d", "distinct(text)"}}};
  std::map<std::string, Cells> groups;
  for (const auto& row : rows) groups[std::get<std::string>(row[1])].push_back(row);
  Rows expected;
  for (const auto& [path, group] : groups) {
    std::int64_t values = 0;
    std::int64_t sum = 0;
    std::int64_t most = 0;
    dp::ExactSum size;
    std::set<std::string> texts;
    for (const auto& row : group) {
      if (const auto* code = std::get_if<std::int64_t>(&row[2])) {
        ++values;
        sum += *code;
        most = std::max(most, *code);
      }
      if (const auto* x = std::get_if<double>(&row[3])) size.add(*x);
      if (const auto* text = std::get_if<std::string>(&row[0])) texts.insert(*text);
    }
    char total[40];
    std::snprintf(total, sizeof total, "%.17g", size.value());
    expected.push_back({path, std::to_string(group.size()), std::to_string(values),
                        std::to_string(sum), total, *texts.begin(), std::to_string(most),
                        std::to_string(texts.size())});
  }
  BOOST_TEST(group_rows(with, wild_schema(), rows).value() == expected);
}

BOOST_AUTO_TEST_CASE(big_tables_combine_to_the_same_rows_in_every_way) {
  const dp::Schema input = {{"k", Type::string, false}, {"n", Type::int64, false}};
  const With with = {.by = {"k"},
                     .take = {{"c", "count"}, {"s", "sum(n)"}, {"d", "distinct(n)"}}};
  std::mt19937_64 random(4);
  Cells rows;
  for (std::int64_t i = 0; i < 60000; ++i) {
    const auto k = random() % 20000;
    rows.push_back(
        {(k % 3 == 0 ? "a key of more than fifteen bytes " : "key ") + std::to_string(k),
         static_cast<std::int64_t>(random() % 7)});
  }
  const auto whole = group_rows(with, input, rows).value();
  std::vector<Partials> all;
  for (std::size_t first = 0; first < rows.size(); first += 20000) {
    const auto at = rows.begin() + static_cast<std::ptrdiff_t>(first);
    all.push_back(group_partials(with, input, Cells(at, at + 20000)));
  }
  BOOST_TEST(all[0].size() == DP_PARTITIONS);
  BOOST_TEST((combine_whole(with, input, all).value() == whole));
  BOOST_TEST((combine_parted(with, input, all).value() == whole));
  BOOST_TEST((combine_ranged(with, input, all, 8).value() == whole));
  auto limited = with;
  limited.sort = {"-s"};
  limited.limit = 15;
  const auto top = group_rows(limited, input, rows).value();
  BOOST_TEST(combine_parted(limited, input, all).value() == top);
}

BOOST_AUTO_TEST_SUITE_END()
