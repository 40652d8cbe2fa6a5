// SPDX-License-Identifier: Apache-2.0
// What is saved: see group/partial.hpp for its bytes.

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <random>

#include "fixture.hpp"
#include "group/partial.hpp"

BOOST_AUTO_TEST_SUITE(group_partial_save)

namespace {

using dp::Type;
using dp::test::Batch;
using dp::test::Cells;
using dp::test::group_partials;
using dp::test::must;
using dp::test::open_group;
using dp::test::With;

const dp::Schema kInput = {{"host", Type::string}, {"bytes", Type::int64}};
const With kWith = {.by = {"host"}, .take = {{"n", "count"}, {"d", "distinct(bytes)"}}};

Cells some_rows() {
  Cells rows;
  for (int i = 0; i < 500; ++i) rows.push_back({"h" + std::to_string(i % 90), i % 7});
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_partial_begins_with_its_version_and_whether_it_was_trimmed) {
  auto task = open_group(kWith, kInput).value();
  must(task.update(Batch(kInput, some_rows())));
  const auto saved = task.save().value();
  for (const auto& [partition, bytes] : saved) {
    BOOST_TEST(bytes[0] == char{dp::group::kVersion});
    BOOST_TEST(bytes[1] == '\0');
  }
  must(task.trim());
  const auto trimmed = task.save().value();
  for (const auto& [partition, bytes] : trimmed) BOOST_TEST(bytes[1] == '\1');
}

BOOST_AUTO_TEST_CASE(equal_states_save_equal_bytes_whatever_order_they_were_made_in) {
  auto rows = some_rows();
  const auto before = group_partials(kWith, kInput, rows);
  BOOST_TEST(before.size() > 30u);
  std::shuffle(rows.begin(), rows.end(), std::mt19937(4));
  BOOST_TEST((group_partials(kWith, kInput, rows) == before));
}

BOOST_AUTO_TEST_CASE(no_groups_are_no_partials) {
  BOOST_TEST(group_partials(kWith, kInput, {}).empty());
  BOOST_TEST(group_partials({.by = {}, .take = {{"n", "count"}}}, kInput, {}).empty());
}

BOOST_AUTO_TEST_CASE(each_group_is_in_one_partition) {
  const auto partials = group_partials(kWith, kInput, some_rows());
  std::size_t rows = 0;
  for (const auto& partial : partials) {
    auto task = open_group(kWith, kInput).value();
    must(task.combine(partial.first, partial.second));
    must(task.finalize());
    rows += task.rows().size();
  }
  BOOST_TEST(rows == 90u);
}

BOOST_AUTO_TEST_SUITE_END()
