// SPDX-License-Identifier: Apache-2.0
#include "worker/table_builder.hpp"

#include <boost/test/unit_test.hpp>

#include "table_fixture.hpp"

BOOST_AUTO_TEST_SUITE(table_builder)

using namespace dp;
using namespace dp::test;
using dp::worker::TableBuilder;

BOOST_AUTO_TEST_CASE(rows_whose_key_came_before_are_counted_and_the_first_is_named) {
  TableBuilder builder(kKeyed, {0, 1}, 1);
  BOOST_REQUIRE(builder.add(KeyedBatch({{1, "a"}, {2, "b"}, {3, "c"}, {2, "d"}, {1, "e"}})));
  BOOST_TEST(builder.rows() == 5U);
  const auto repeats = builder.index(7, [] {});
  BOOST_TEST(repeats.count == 2U);
  BOOST_TEST(repeats.at.offset == 30U);
  BOOST_TEST(repeats.before.offset == 10U);
}

BOOST_AUTO_TEST_CASE(keys_that_are_null_repeat_nothing) {
  TableBuilder builder(kKeyed, {0, 1}, 1);
  BOOST_REQUIRE(builder.add(KeyedBatch({{std::nullopt, "a"}, {std::nullopt, "b"}})));
  BOOST_TEST(builder.index(7, [] {}).count == 0U);
}

BOOST_AUTO_TEST_CASE(a_long_index_gives_signs_of_life_all_along) {
  TableBuilder builder(kKeyed, {0, 1}, 1);
  std::vector<Keyed> rows(100'000);
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i].key = static_cast<std::int64_t>(i % 70'000);
  const KeyedBatch batch(rows);
  for (int i = 0; i < 10; ++i) BOOST_REQUIRE(builder.add(batch));
  int signs = 0;
  BOOST_TEST(builder.index(7, [&] { ++signs; }).count == 930'000U);
  BOOST_TEST(signs > 15);
}

BOOST_AUTO_TEST_CASE(a_table_begins_where_its_sections_are_aligned) {
  MemoryContext context;
  context.stored = "12345";
  TableBuilder builder(kKeyed, {0, 1}, 1);
  BOOST_REQUIRE(builder.add(KeyedBatch({{1, "a text of more than twelve bytes"}})));
  (void)builder.index(7, [] {});
  const auto range = builder.store(context);
  BOOST_REQUIRE(range);
  BOOST_TEST(range->offset % 64 == 0U);
  BOOST_TEST(range->offset + range->size == context.stored.size());
}

BOOST_AUTO_TEST_CASE(a_store_that_is_full_is_an_error) {
  MemoryContext context;
  context.full = true;
  TableBuilder builder(kKeyed, {0, 1}, 1);
  (void)builder.index(7, [] {});
  const auto range = builder.store(context);
  BOOST_REQUIRE(!range);
  BOOST_TEST(range.error().message == "the store is full");
}

BOOST_AUTO_TEST_SUITE_END()
