// SPDX-License-Identifier: Apache-2.0
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(group_partial)

namespace {

using dp::test::Batch;
using dp::test::everything;
using dp::test::group_partials;
using dp::test::must;
using dp::test::open_group;
using dp::test::Partials;
using dp::test::wild_rows;
using dp::test::wild_schema;
using dp::test::With;
namespace data = boost::unit_test::data;

const std::vector<With>& ways() {
  static const std::vector<With> all = {
      {.by = {}, .take = everything()},
      {.by = {"text"}, .take = everything()},
      {.by = {"flag"}, .take = everything()},
      {.by = {"size", "text", "day"}, .take = {{"n", "count"}, {"s", "sum(size)"}}},
      {.by = {"at"}, .take = {{"t", "top(text, 2)"}, {"d", "distinct(size)"}}},
  };
  return all;
}

/// One of several small damages.
std::string damaged(std::string bytes, std::mt19937_64& random) {
  const auto place = [&] { return random() % bytes.size(); };
  switch (random() % 5) {
    case 0:
      bytes.resize(place());
      break;
    case 1:
      bytes[place()] = static_cast<char>(random());
      break;
    case 2:
      bytes.insert(place(), 1, static_cast<char>(random()));
      break;
    case 3:
      bytes.erase(place(), 1 + random() % 9);
      break;
    default:
      bytes[place()] ^= static_cast<char>(1u << random() % 8);
  }
  return bytes;
}

}  // namespace

BOOST_DATA_TEST_CASE(a_damaged_partial_is_refused_and_changes_nothing_or_is_a_partial_still,
                     data::xrange(ways().size()), way) {
  const auto& with = ways()[way];
  std::mt19937_64 random(way);
  const auto partials =
      dp::test::group_partials(with, wild_schema(), wild_rows(random, 60, true));
  auto task = open_group(with, wild_schema()).value();
  int refused = 0;
  for (int i = 0; i < 4000; ++i) {
    const auto& [partition, bytes] =
        *std::next(partials.begin(), static_cast<std::ptrdiff_t>(random() % partials.size()));
    task.reset();
    must(task.update(Batch(wild_schema(), wild_rows(random, 3, false))));
    const auto before = task.save().value();
    const auto status = task.combine(partition, damaged(bytes, random));
    if (!status) {
      ++refused;
      BOOST_TEST((task.save().value() == before));
    }
    // Whatever was believed can be saved, trimmed and shown.
    BOOST_TEST(task.trim().has_value());
    BOOST_TEST(task.save().has_value());
    const auto shown = task.finalize();
    BOOST_TEST((shown.has_value() || shown.error().code == dp::Errc::task_failed));
    task.forget();
  }
  BOOST_TEST(refused > 1000);
}

BOOST_AUTO_TEST_CASE(every_truncation_is_refused) {
  for (const auto& with : ways()) {
    std::mt19937_64 random(5);
    const auto partials =
        dp::test::group_partials(with, wild_schema(), wild_rows(random, 8, true));
    auto task = open_group(with, wild_schema()).value();
    const auto before = task.save().value();
    for (const auto& [partition, bytes] : partials)
      for (std::size_t size = 1; size < bytes.size(); size += 1 + size / 64) {
        const auto status = task.combine(partition, bytes.substr(0, size));
        BOOST_REQUIRE(!status);
        BOOST_TEST((status.error().code == dp::Errc::corrupt));
        BOOST_TEST((task.save().value() == before));
      }
  }
}

BOOST_AUTO_TEST_CASE(a_partial_of_other_options_or_another_seed_is_refused) {
  std::mt19937_64 random(6);
  const auto rows = wild_rows(random, 20, false);
  const With with = {.by = {"path"}, .take = {{"n", "count"}}};
  const With other = {.by = {"path"}, .take = {{"n", "sum(code)"}}};
  const auto partials = dp::test::group_partials(with, wild_schema(), rows);
  auto task = open_group(other, wild_schema()).value();
  const auto status = task.combine(partials);
  BOOST_REQUIRE(!status);
  BOOST_TEST(status.error().message == "partial: of another plan, seed or version, or damaged");
  auto reseeded = open_group(with, wild_schema(), 7).value();
  BOOST_TEST(!reseeded.combine(partials).has_value());
  auto same = open_group(with, wild_schema()).value();
  BOOST_TEST(!same.combine(DP_PARTITIONS, partials.begin()->second).has_value());
  BOOST_TEST(same.combine(partials).has_value());
}

BOOST_AUTO_TEST_CASE(a_trimmed_partial_is_the_only_one_of_its_partition) {
  std::mt19937_64 random(7);
  const With with = {.by = {}, .take = {{"d", "distinct(path)"}}};
  const auto raw = dp::test::group_partials(with, wild_schema(), wild_rows(random, 300, false));
  const auto partition = raw.begin()->first;
  auto task = open_group(with, wild_schema()).value();
  must(task.combine(partition, raw.begin()->second));
  must(task.trim());
  const auto trimmed = task.save().value();
  BOOST_REQUIRE(trimmed.size() == 1u);
  BOOST_TEST(trimmed.begin()->first == partition);
  BOOST_TEST(trimmed.begin()->second.size() < 20u);
  auto last = open_group(with, wild_schema()).value();
  must(last.combine(trimmed));
  BOOST_TEST(!last.combine(trimmed).has_value());
  BOOST_TEST(!last.combine(partition, raw.begin()->second).has_value());
}

BOOST_AUTO_TEST_CASE(ranges_hold_about_as_many_groups_each) {
  std::mt19937_64 random(9);
  const With with = {.by = {"path"}, .take = {{"n", "count"}}, .sort = {"-n"}};
  auto task = open_group(with, wild_schema()).value();
  must(task.update(Batch(wild_schema(), wild_rows(random, 5000, false))));
  must(task.trim());
  const auto saved = task.save_ranges(task.bounds(8).value()).value();
  BOOST_REQUIRE(saved.size() == 8u);
  for (const auto& [range, bytes] : saved) {
    auto part = open_group(with, wild_schema()).value();
    must(part.combine(0, bytes));
    must(part.finalize());
    BOOST_TEST(part.rows().size() == 25u);  // of 200 paths
  }
}

BOOST_AUTO_TEST_CASE(a_result_that_is_short_by_its_options_has_no_bounds) {
  std::mt19937_64 random(10);
  for (const auto& with : {With{.by = {}, .take = {{"n", "count"}}},
                           With{.by = {"path"}, .take = {{"n", "count"}}, .limit = 50}}) {
    auto task = open_group(with, wild_schema()).value();
    must(task.update(Batch(wild_schema(), wild_rows(random, 500, false))));
    must(task.trim());
    BOOST_TEST(task.bounds(4).value() == "");
  }
}

BOOST_AUTO_TEST_CASE(damaged_bounds_are_refused_or_are_bounds_still) {
  std::mt19937_64 random(11);
  const With with = {.by = {"path"}, .take = everything(), .sort = {"-sum_size"}};
  const auto rows = wild_rows(random, 600, true);
  auto first = open_group(with, wild_schema()).value();
  must(first.update(Batch(wild_schema(), rows)));
  must(first.trim());
  const auto bounds = first.bounds(9).value();
  BOOST_REQUIRE(bounds.size() > 20u);
  int refused = 0;
  for (int i = 0; i < 2000; ++i) {
    auto task = open_group(with, wild_schema()).value();
    must(task.update(Batch(wild_schema(), wild_rows(random, 20, false))));
    must(task.trim());
    refused += task.save_ranges(damaged(bounds, random)).has_value() ? 0 : 1;
  }
  BOOST_TEST(refused > 500);
  BOOST_TEST(!first.save_ranges("").has_value());
}

BOOST_AUTO_TEST_CASE(a_hosts_refusal_ends_saving_and_finalizing_with_its_code) {
  std::mt19937_64 random(8);
  for (const auto& with : ways()) {
    auto task = open_group(with, wild_schema()).value();
    must(task.update(Batch(wild_schema(), wild_rows(random, 50, true))));
    task.refuse_with(dp::Errc::exhausted);
    BOOST_TEST((task.save().error().code == dp::Errc::exhausted));
    BOOST_TEST((task.finalize().error().code == dp::Errc::exhausted));
  }
}

BOOST_AUTO_TEST_SUITE_END()
